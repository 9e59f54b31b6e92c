import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { answersWith, ON_FARGATE } from '../support/cli/audit.ts';
import { startApiServer } from '../support/kubernetes/api-server.ts';
import { kubeconfig, kubeconfigFile } from '../support/kubernetes/kubeconfig.ts';
import { runMain } from '../support/processes/main-process.ts';
import { outputOf, runNpm, runProgram } from '../support/processes/run-program.ts';
import { makeTemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLES = join(ROOT, 'manifests/examples');

let folder = '';

/** EXECUTABLE_FOLDER: where a release has built the archive that it publishes. */
before(async () => {
  folder = (await makeTemporaryFolder()).path;
  const built = process.env['EXECUTABLE_FOLDER'];
  if (built === undefined) await runNpm(['run', 'build:executable', '--', `--output=${folder}`], ROOT);
  const [archive = ''] = globSync('*.tar.gz', { cwd: built ?? folder });
  await outputOf('tar', ['-xzf', join(built ?? folder, archive), '-C', folder]);
});

/** With no environment: no Node.js is on the PATH. */
function run(args: readonly string[], { name = 'fargate-admission', env = {} } = {}) {
  return runProgram(join(folder, name), args, { cwd: folder, env });
}

describe('the single executable', () => {
  test('has the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    assert.deepEqual(await run(['--version']), { code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('checks files as the program of the npm package does', async () => {
    const args = [
      'check',
      join(EXAMPLES, 'pod.yaml'),
      `--profiles=${join(EXAMPLES, 'profiles.yaml')}`,
      '--output=json',
    ];
    const { code, stdout } = await run(args);
    const npm = await runMain(args);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), JSON.parse(npm.stdout));
  });

  test('has the parts of the page inside', async (t) => {
    const { code, stdout } = await auditAsPage(t);
    assert.equal(code, 0);
    assert.match(stdout, /^<!doctype html>/i);
    assert.match(stdout, /"web-1"/);
  });

  test('has the playground inside', async () => {
    const { code, stdout } = await run(['playground']);
    assert.equal(code, 0);
    assert.match(stdout, /^<!doctype html>[\s\S]*<title>Fargate playground<\/title>/);
  });

  test('is a kubectl plugin by the name that it is started by', { skip: process.platform === 'win32' }, async () => {
    await symlink(join(folder, 'fargate-admission'), join(folder, 'kubectl-fargate'));
    const { stdout } = await run(['explain', '--help'], { name: 'kubectl-fargate' });
    assert.match(stdout, /^Usage: kubectl fargate explain /);
  });

  test('has no demo, whose examples are files of the npm package', async () => {
    const { code, stderr } = await run(['demo']);
    assert.equal(code, 2);
    assert.match(stderr, /unknown command 'demo'/);
  });

  test('comes with the licenses of all that is in it', () => {
    assert.match(readFileSync(join(folder, 'LICENSE'), 'utf8'), /Apache License/);
    assert.match(readFileSync(join(folder, 'NODE_LICENSE'), 'utf8'), /Node\.js is licensed/);
    assert.match(readFileSync(join(folder, 'THIRD_PARTY_LICENSES'), 'utf8'), /^@kubernetes\/client-node \d/m);
  });
});

async function auditAsPage(t: TestContext) {
  const { url } = await startApiServer(t, answersWith([ON_FARGATE]));
  const profiles = join(await temporaryFolder(t), 'profiles.yaml');
  await writeFile(profiles, 'fargateProfileName: web\nselectors: [{namespace: shop, labels: {app: web}}]\n');
  const env = { KUBECONFIG: await kubeconfigFile(t, kubeconfig({ server: url })) };
  return run(['audit', `--profiles=${profiles}`, '--output=html'], { env });
}
