import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { deployment, ON_HOST_NETWORK } from '../../support/cli/check.ts';
import { awsEnvironment } from '../../support/eks/aws-environment.ts';
import { EksServer, startEksServer } from '../../support/eks/server.ts';
import { MAIN, runMain } from '../../support/processes/main-process.ts';
import type { ProgramResult } from '../../support/processes/run-program.ts';
import { WEB_YAML } from '../../support/profile-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Ends the process that asks for a package which is not for files. */
const NEITHER_CLOUD_NOR_CLUSTER = `data:text/javascript,import { registerHooks } from 'node:module';
registerHooks({ resolve: (specifier, context, next) => {
  if (/^@aws-sdk|^@smithy|^@kubernetes|^express$|^pino$/.test(specifier)) throw new Error('asked for ' + specifier);
  return next(specifier, context);
} });`;

interface Setup {
  readonly manifest: string;
  readonly flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

async function runCheck(t: TestContext, { manifest, flags = [], environment = {} }: Setup): Promise<ProgramResult> {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'web.yaml'), manifest);
  await writeFile(join(folder, 'profiles.yaml'), WEB_YAML);
  const source = flags.some((flag) => flag.startsWith('--cluster-name')) ? [] : [`--profiles=${folder}/profiles.yaml`];
  const args = ['check', '-f', join(folder, 'web.yaml'), ...source, ...flags];
  return runMain(args, { env: environment, input: deployment('from-input') });
}

/** The file as standard input and by its name. */
async function checkTwice(t: TestContext, file: string) {
  const profiles = join(await temporaryFolder(t), 'profiles.yaml');
  await writeFile(profiles, WEB_YAML);
  const input = openSync(file, 'r');
  t.after(() => closeSync(input));
  return spawnSync(process.execPath, [MAIN, 'check', '-f', '-', '-f', file, '--profiles', profiles], {
    stdio: [input, 'pipe', 'pipe'],
    encoding: 'utf8',
  });
}

describe('the process of check', () => {
  const cases: readonly (readonly [code: number, manifest: string])[] = [
    [0, deployment('web')],
    [1, ON_HOST_NETWORK],
    [2, 'a: ['],
  ];
  for (const [code, manifest] of cases) {
    test(`ends with ${code}`, async (t) => {
      assert.equal((await runCheck(t, { manifest })).code, code);
    });
  }

  test('reads standard input', async (t) => {
    const { code, stdout, stderr } = await runCheck(t, { manifest: deployment('web'), flags: ['-f', '-'] });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Deployment shop\/from-input → Fargate profile web/m);
  });

  test('refuses standard input that has no end, as it refuses such a file', async (t) => {
    const { status, stderr } = await checkTwice(t, '/dev/zero');
    const reason = 'is larger than 50 MiB';
    assert.equal(stderr, `not readable: standard input: ${reason}\nnot readable: /dev/zero: ${reason}\n`);
    assert.equal(status, 2);
  });

  test('refuses standard input that is not UTF-8, as it refuses such a file', async (t) => {
    const file = join(await temporaryFolder(t), 'latin-1.yaml');
    await writeFile(file, Buffer.from('apiVersion: v1\nkind: Pod\nmetadata: {name: caf\xe9}\n', 'latin1'));
    const { status, stderr } = await checkTwice(t, file);
    const reason = 'is not UTF-8 text';
    assert.equal(stderr, `not readable: standard input: ${reason}\nnot readable: ${file}: ${reason}\n`);
    assert.equal(status, 2);
  });

  test('loads neither the AWS SDK nor a Kubernetes client for files', async (t) => {
    const environment = { NODE_OPTIONS: `--import=${JSON.stringify(encodeURI(NEITHER_CLOUD_NOR_CLUSTER))}` };
    const { code, stderr } = await runCheck(t, { manifest: deployment('web'), environment });
    assert.equal(code, 0, stderr);
    const other = await runCheck(t, { manifest: '', flags: ['--cluster-name=demo'], environment });
    assert.match(other.stderr, /asked for @aws-sdk\/client-eks/);
  });

  test('asks EKS for the profiles of a cluster', async (t) => {
    const server = await startEksServer(t, {
      fargateProfileName: 'from-eks',
      status: 'ACTIVE',
      selectors: [{ namespace: 'shop' }],
    });
    const environment = awsEnvironment(server.url);
    const flags = ['--cluster-name=demo'];
    const { code, stdout, stderr } = await runCheck(t, { manifest: deployment('web'), flags, environment });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Deployment shop\/web → Fargate profile from-eks/);
  });

  test('ends with 1 where EKS does not answer', async (t) => {
    const server = await EksServer.start();
    const environment = awsEnvironment(server.url);
    await server.stop();
    const flags = ['--cluster-name=demo'];
    const { code, stdout, stderr } = await runCheck(t, { manifest: deployment('web'), flags, environment });
    assert.equal(code, 1, stderr);
    assert.match(stderr, /^no profiles: [^\n]+\n$/);
    assert.equal(stdout, '');
  });
});
