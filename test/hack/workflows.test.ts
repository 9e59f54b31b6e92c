import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { Field } from '../../src/documents/field.ts';
import { runProgram } from '../support/processes/run-program.ts';
import { standIn } from '../support/release-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = join(ROOT, '.github/workflows');
const names = readdirSync(FOLDER);

/** What does no more than call a program that is tested, or that is not this project's. */
const RUN =
  /^(npm (ci|publish|run [\w:]+)|node (--test )?(hack|test)\/\S+\.ts|\.\/hack\/\S+\.sh|cosign)(\s[^\n;|&]*)?$/;

function stepsOf(name: string): readonly Field[] {
  const workflow = new Field(parse(readFileSync(join(FOLDER, name), 'utf8')));
  return workflow
    .get('jobs')
    .entries()
    .flatMap(([, job]) => job.get('steps').list());
}

describe('the workflows', () => {
  test('pin every action by the hash of a commit, with its version beside it', () => {
    for (const name of names) {
      const lines = readFileSync(join(FOLDER, name), 'utf8').split('\n');
      const wrong = lines.filter((line) => line.includes('uses:') && !/uses: [\w./-]+@[0-9a-f]{40} # v\d/.test(line));
      assert.deepEqual(wrong, [], name);
    }
  });

  test('give no rights but those that a job names', () => {
    for (const name of names) {
      const workflow = new Field(parse(readFileSync(join(FOLDER, name), 'utf8')));
      assert.deepEqual(workflow.get('permissions').entries(), [], name);
      for (const [job, field] of workflow.get('jobs').entries()) assert.ok(field.get('permissions').isPresent, job);
    }
  });

  test('leave no token behind in the checkout', () => {
    for (const name of names) {
      const checkouts = stepsOf(name).filter((step) => step.get('uses').string()?.startsWith('actions/checkout@'));
      assert.ok(checkouts.length > 0);
      for (const step of checkouts) assert.equal(step.get('with').get('persist-credentials').boolean(), false);
    }
  });

  test('have no logic: each step calls one script', () => {
    const commands = names.flatMap(stepsOf).flatMap((step) => step.get('run').string() ?? []);
    assert.deepEqual(
      commands.filter((command) => !RUN.test(command)),
      [],
    );
  });

  test('call scripts that are there', () => {
    const scripts = Object.keys(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts);
    for (const command of names.flatMap(stepsOf).flatMap((step) => step.get('run').string() ?? [])) {
      const [, script] = /npm run ([\w:]+)/.exec(command) ?? [];
      assert.ok(script === undefined || scripts.includes(script), command);
      for (const [file] of command.matchAll(/(hack|test)\/[\w./-]+\.(ts|sh)/g)) readFileSync(join(ROOT, file));
    }
  });

  test('pass actionlint and zizmor, those of them that are on the PATH', async (t) => {
    const { code, output } = await lint(process.env);
    assert.equal(code, 0, output);
    t.diagnostic(output.trim());
  });

  test('are not said to be linted where there is no linter', async () => {
    const { code, output } = await lint({ PATH: '/usr/bin:/bin' });
    assert.equal(code, 0);
    assert.equal(output, 'actionlint: skipped, it is not on the PATH\nzizmor: skipped, it is not on the PATH\n');
  });

  test('fail where a linter cannot be installed', async (t) => {
    const folder = await temporaryFolder(t);
    await standIn(folder, 'go', 'exit 1');
    const { code } = await lint({ PATH: `${join(folder, 'bin')}:/usr/bin:/bin` }, ['--install']);
    assert.equal(code, 1);
  });
});

describe('Renovate', () => {
  test('finds every version that a script or a workflow names', () => {
    const { customManagers } = JSON.parse(readFileSync(join(ROOT, '.github/renovate.json'), 'utf8'));
    const [scripts, helm] = customManagers.map(({ matchStrings }: { matchStrings: string[] }) => matchStrings[0]);
    const text = ['hack/lint-workflows.sh', 'hack/with-control-plane.sh']
      .map((path) => readFileSync(join(ROOT, path), 'utf8'))
      .join('');
    const found = [...text.matchAll(new RegExp(scripts, 'g'))].map(({ groups }) => groups?.['depName']);
    assert.deepEqual(found, [
      'github.com/rhysd/actionlint',
      'zizmor',
      'sigs.k8s.io/controller-runtime/tools/setup-envtest',
    ]);
    assert.match(readFileSync(join(FOLDER, 'release.yml'), 'utf8'), new RegExp(helm));
  });
});

async function lint(env: NodeJS.ProcessEnv, args: readonly string[] = []) {
  const { code, stdout, stderr } = await runProgram(join(ROOT, 'hack/lint-workflows.sh'), args, { env });
  return { code, output: stdout + stderr };
}
