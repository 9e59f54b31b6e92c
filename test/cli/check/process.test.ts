import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
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
    const environment = {
      AWS_ENDPOINT_URL_EKS: server.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
    };
    const flags = ['--cluster-name=demo'];
    const { exited, stdout, stderr } = await startCheck(t, { manifest: deployment('web'), flags, environment });
    assert.equal(await exited, 0, stderr());
    assert.match(stdout(), /^Deployment shop\/web → Fargate profile from-eks/);
  });
});
