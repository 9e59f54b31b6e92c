import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { EksServer } from '../../support/eks-server.ts';
import { type MainProcess, startMain } from '../../support/main-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { deployment, ON_HOST_NETWORK, PROFILES } from './checked.ts';

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

async function startCheck(t: TestContext, { manifest, flags = [], environment = {} }: Setup): Promise<MainProcess> {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'web.yaml'), manifest);
  await writeFile(join(folder, 'profiles.yaml'), PROFILES);
  const source = flags.some((flag) => flag.startsWith('--cluster-name')) ? [] : [`--profiles=${folder}/profiles.yaml`];
  const main = await startMain(t, ['check', '-f', join(folder, 'web.yaml'), ...source, ...flags], environment);
  main.child.stdin?.end(deployment('from-input'));
  return main;
}

/** The file as standard input and by its name. */
async function checkTwice(t: TestContext, file: string) {
  const profiles = join(await temporaryFolder(t), 'profiles.yaml');
  await writeFile(profiles, PROFILES);
  const main = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
  const input = openSync(file, 'r');
  t.after(() => closeSync(input));
  return spawnSync(process.execPath, [main, 'check', '-f', '-', '-f', file, '--profiles', profiles], {
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
      const { exited } = await startCheck(t, { manifest });
      assert.equal(await exited, code);
    });
  }

  test('reads standard input', async (t) => {
    const { exited, stdout, stderr } = await startCheck(t, { manifest: deployment('web'), flags: ['-f', '-'] });
    assert.equal(await exited, 0, stderr());
    assert.match(stdout(), /^Deployment shop\/from-input → Fargate profile web/m);
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
    const { exited, stderr } = await startCheck(t, { manifest: deployment('web'), environment });
    assert.equal(await exited, 0, stderr());
    const other = await startCheck(t, { manifest: '', flags: ['--cluster-name=demo'], environment });
    await other.exited;
    assert.match(other.stderr(), /asked for @aws-sdk\/client-eks/);
  });

  test('asks EKS for the profiles of a cluster', async (t) => {
    const server = await EksServer.start();
    t.after(() => server.stop());
    server.put({ fargateProfileName: 'from-eks', status: 'ACTIVE', selectors: [{ namespace: 'shop' }] });
    const environment = awsEnvironment(server.url);
    const flags = ['--cluster-name=demo'];
    const { exited, stdout, stderr } = await startCheck(t, { manifest: deployment('web'), flags, environment });
    assert.equal(await exited, 0, stderr());
    assert.match(stdout(), /^Deployment shop\/web → Fargate profile from-eks/);
  });

  test('ends with 1 where EKS does not answer', async (t) => {
    const server = await EksServer.start();
    const environment = awsEnvironment(server.url);
    await server.stop();
    const flags = ['--cluster-name=demo'];
    const { exited, stdout, stderr } = await startCheck(t, { manifest: deployment('web'), flags, environment });
    assert.equal(await exited, 1, stderr());
    assert.match(stderr(), /^no profiles: [^\n]+\n$/);
    assert.equal(stdout(), '');
  });
});

function awsEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL_EKS: url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  };
}
