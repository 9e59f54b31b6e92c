import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deployment, ON_HOST_NETWORK } from '../support/cli/check.ts';
import { findPreCommit, pathOf, skipWithout } from '../support/processes/programs.ts';
import { runProgram } from '../support/processes/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Takes all of namespace shop. */
const PROFILES =
  'fargateProfileName: web\npodExecutionRoleArn: arn:aws:iam::111122223333:role/pods\nselectors: [{namespace: shop}]\n';
const preCommit = findPreCommit();

/** A new repository with these files; pre-commit keeps what it installs in a folder of its own. */
async function repositoryOf(t: TestContext, files: Readonly<Record<string, string>>) {
  const [folder, home] = [await temporaryFolder(t), await temporaryFolder(t)];
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}`, PRE_COMMIT_HOME: home };
  const run = (program: string, ...args: readonly string[]) => runProgram(program, args, { cwd: folder, env });
  await run('git', 'init', '--quiet');
  await run('git', 'add', '--all');
  return { folder, run };
}

test('pre-commit installs the hook from the repository, and runs it', { skip: skipWithout(preCommit) }, async (t) => {
  const hook = '{id: fargate-admission, args: [-f, deploy, --profiles, profiles.yaml]}';
  const { folder, run } = await repositoryOf(t, {
    '.pre-commit-config.yaml': `repos: [{repo: "${ROOT}", rev: HEAD, hooks: [${hook}]}]\n`,
    'profiles.yaml': PROFILES,
    'deploy/web.yaml': ON_HOST_NETWORK,
  });
  const failed = await run(pathOf(preCommit), 'run', '--all-files');
  assert.match(failed.stdout, /Fargate Admission check\.+Failed\n[\s\S]*error {4}deploy\/web\.yaml:10 /, failed.stderr);
  assert.equal(failed.code, 1);
  await writeFile(join(folder, 'deploy/web.yaml'), deployment('web'));
  await run('git', 'add', '--all');
  const { code, stdout } = await run(pathOf(preCommit), 'run', '--all-files');
  assert.match(stdout, /Fargate Admission check\.+Passed\n/);
  assert.equal(code, 0);
});
