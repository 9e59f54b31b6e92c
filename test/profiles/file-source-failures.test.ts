import { join } from 'node:path';
import { describe, test } from 'node:test';
import { assertRejects, folderWith, NAMESPACE, WEB_YAML } from '../support/profile-files.ts';

describe('a broken file names itself, the document and the field', () => {
  const cases: readonly (readonly [what: string, file: string, text: string, message: string])[] = [
    [
      'a field',
      'a.yaml',
      `${WEB_YAML}---\n${WEB_YAML}status: x\n`,
      ', document 2: status: expected one of CREATING, ACTIVE, DELETING, CREATE_FAILED, DELETE_FAILED, got "x"',
    ],
    ['no field', 'a.yaml', '', ': holds no Fargate profile; a file that means none says []'],
    ['other kinds only', 'a.yaml', NAMESPACE, ': holds no Fargate profile; a file that means none says []'],
    [
      'half a resource',
      'a.yaml',
      'apiVersion: v1\n',
      ', document 1: neither a Fargate profile nor a Kubernetes object',
    ],
    [
      'half a profile',
      'a.yaml',
      'fargateProfileName: web\nselectors:\n',
      ', document 1: selectors: expected at least one selector',
    ],
    [
      'half a JSON file',
      'a.json',
      '{"fargateProfileName": "we',
      ', document 1: not valid YAML or JSON: Missing closing "quote at line 1, column 27',
    ],
    [
      'half a YAML string',
      'a.yaml',
      'fargateProfileName: "we',
      ', document 1: not valid YAML or JSON: Missing closing "quote at line 1, column 24',
    ],
    [
      'a key twice',
      'a.yaml',
      `${WEB_YAML}selectors: []\n`,
      ', document 1: not valid YAML or JSON: Map keys must be unique at line 4, column 1',
    ],
    [
      'aliases that multiply',
      'a.yaml',
      bomb(),
      ', document 1: not valid YAML or JSON: Excessive alias count indicates a resource exhaustion attack',
    ],
  ];
  for (const [what, file, text, message] of cases) {
    test(`for ${what}`, async (t) => {
      const path = join(await folderWith(t, { [file]: text }), file);

      await assertRejects(path, `${path}${message}`);
    });
  }
});

/** Each line has ten times as many elements as the one before. */
function bomb(): string {
  const line = (index: number) =>
    `a${index}: &a${index} [${Array(10)
      .fill(`*a${index - 1}`)
      .join(', ')}]`;
  return ['a0: &a0 [x]', line(1), line(2), line(3), line(4)].join('\n');
}
