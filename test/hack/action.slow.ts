import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { checkArguments } from '../../hack/action/arguments.ts';
import { Field } from '../../src/documents/field.ts';
import { deployment, ON_HOST_NETWORK } from '../support/cli/check.ts';
import { runProgram } from '../support/processes/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Takes all of namespace shop. */
const PROFILES =
  'fargateProfileName: web\npodExecutionRoleArn: arn:aws:iam::111122223333:role/pods\nselectors: [{namespace: shop}]\n';
const action = new Field(parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')));
const steps = action.get('runs').get('steps').list();

/** The environment of the step that runs the check, with the inputs and their defaults in place of the expressions. */
function environmentOf(inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const environment = steps.at(-1)?.get('env').entries() ?? [];
  return Object.fromEntries(
    environment.map(([name, value]) => {
      const [, input = ''] = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value.string() ?? '') ?? [];
      return [name, inputs[input] ?? action.get('inputs').get(input).get('default').string() ?? 'no such input'];
    }),
  );
}

/** Runs the last step as GitHub does, in a folder of these files. */
async function runAction(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>>,
) {
  const folder = await temporaryFolder(t);
  const summary = join(await temporaryFolder(t), 'summary.md');
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const { PATH = '' } = process.env;
  const env = { ...environmentOf(inputs), PATH, GITHUB_ACTION_PATH: ROOT, GITHUB_STEP_SUMMARY: summary };
  const command = steps.at(-1)?.get('run').string() ?? '';
  const result = await runProgram('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', command], {
    cwd: folder,
    env,
  });
  return { ...result, folder, summary: () => readFile(summary, 'utf8') };
}

describe('the action', () => {
  test('annotates the lines, sums up, writes SARIF, and fails with an error', async (t) => {
    const files = { 'web.yaml': ON_HOST_NETWORK, 'profiles.yaml': PROFILES };
    const { code, stdout, folder, summary } = await runAction(t, files, {
      path: 'web.yaml',
      profiles: 'profiles.yaml',
      sarif: 'a b.sarif',
    });
    assert.equal(code, 1);
    assert.match(stdout, /^::error file=web\.yaml,line=10,col=\d+,title=/);
    assert.match(await summary(), /^\*\*Fargate Admission\*\*: 1 workload checked/);
    assert.equal(JSON.parse(await readFile(join(folder, 'a b.sarif'), 'utf8')).version, '2.1.0');
  });

  test('passes without an error', async (t) => {
    const files = { 'web.yaml': deployment('web'), 'profiles.yaml': PROFILES };
    const { code, stdout } = await runAction(t, files, { profiles: 'profiles.yaml' });
    assert.match(stdout, /^1 workload checked, 1 bound for Fargate; 1 profile resource checked; 0 errors/);
    assert.equal(code, 0);
  });

  test('takes each line of its inputs as one argument, and no input as a command', () => {
    const environment = environmentOf({
      path: 'a b\n$(id)\n',
      arguments: '--strict\n--set=a=b c',
      'cluster-name': 'demo',
    });
    assert.deepEqual(checkArguments(environment), [
      'check',
      '--filename=a b',
      '--filename=$(id)',
      '--cluster-name=demo',
      '--fail-on=error',
      '--output=github',
      '--strict',
      '--set=a=b c',
    ]);
  });

  test('pins what it uses by the hash of a commit, and evaluates no expression in a command', () => {
    const uses = steps.flatMap((step) => step.get('uses').string() ?? []);
    assert.ok(uses.every((name) => /@[0-9a-f]{40}$/.test(name)));
    assert.ok(steps.every((step) => !(step.get('run').string() ?? '').includes('${{')));
  });
});
