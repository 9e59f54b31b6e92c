import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import { Field } from '../../src/documents/field.ts';
import { ON_HOST_NETWORK } from '../support/cli/check.ts';
import { readPage } from '../support/docs/parts.ts';
import { MAIN } from '../support/processes/main-process.ts';
import { ownEnvironment, runProgram } from '../support/processes/run-program.ts';
import { folderWith, WEB_YAML } from '../support/profile-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PAGE = readPage('docs/guides/ci.md');

/** The example below a heading. */
function exampleOf(heading: string, language: string): string {
  const section = PAGE.slice(PAGE.indexOf(`\n## ${heading}\n`));
  const [, text = ''] = section.split(`\n\`\`\`${language}\n`);
  return text.slice(0, text.indexOf('\n```'));
}

/** What npx starts, whatever the version of the example: the program of these sources. */
const NPX = `#!/bin/sh
case "$1 $2" in "--yes fargate-admission@"*) ;; *) echo "npx: $*" >&2; exit 127 ;; esac
shift 2
exec '${process.execPath}' '${MAIN}' "$@"
`;

/** Runs the line as a shell of CI does, in a repository with a Deployment that Fargate refuses. */
async function runLine(t: TestContext, line: string) {
  const folder = await folderWith(t, { 'deploy/web.yaml': ON_HOST_NETWORK, 'profiles.yaml': WEB_YAML });
  const programs = await temporaryFolder(t);
  const { PATH = '', ...env } = ownEnvironment();
  await writeFile(join(programs, 'npx'), NPX);
  await chmod(join(programs, 'npx'), 0o755);
  const result = await runProgram('sh', ['-e', '-c', line], {
    cwd: folder,
    env: { ...env, PATH: `${programs}:${PATH}` },
  });
  return { ...result, read: (name: string) => readFile(join(folder, name), 'utf8') };
}

describe('the example of GitLab', () => {
  const job = new Field(parse(exampleOf('GitLab CI', 'yaml'))).get('fargate');
  const reports = job.get('artifacts').get('reports');

  test('fails for what Fargate refuses, and writes the reports that it names', async (t) => {
    const [line, ...others] = job.get('script').list();
    assert.deepEqual(others, []);
    const { code, stdout, read } = await runLine(t, line?.string() ?? '');
    assert.equal(code, 1);
    assert.match(stdout, /host-network/);
    const [finding] = JSON.parse(await read(reports.get('codequality').string() ?? ''));
    assert.deepEqual([finding.check_name, finding.location.path], ['host-network', 'deploy/web.yaml']);
    assert.match(await read(reports.get('junit').string() ?? ''), /<failure /);
  });

  test('keeps the reports of a job that fails', () => {
    assert.equal(job.get('artifacts').get('when').value, 'always');
  });
});

test('the example of Jenkins fails for what Fargate refuses, and writes the report that it reads', async (t) => {
  const example = exampleOf('Jenkins', 'groovy');
  const [, line = ''] = /\bsh '([^']+)'/.exec(example) ?? [];
  const [, report = ''] = /\bjunit '([^']+)'/.exec(example) ?? [];
  const { code, read } = await runLine(t, line);
  assert.equal(code, 1);
  assert.match(await read(report), /<failure /);
});
