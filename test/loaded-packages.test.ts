import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { awsEnvironment } from './support/eks/aws-environment.ts';
import { startEksServer, WEB } from './support/eks/server.ts';
import { eventually } from './support/eventually.ts';
import { startMain } from './support/processes/main-process.ts';
import { profileFile } from './support/profile-files.ts';
import { pairFiles } from './support/tls/certificates.ts';

/** Writes the name of each package to standard error as soon as it is loaded. */
const TELL_PACKAGES = `data:text/javascript,import { registerHooks } from 'node:module';
registerHooks({ load: (url, context, next) => {
  const [, name] = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url) ?? [];
  if (name !== undefined) process.stderr.write('loaded ' + name + '\\n');
  return next(url, context);
} });`;

/** The packages that `serve` has loaded by the time it listens. */
async function packagesLoadedBy(
  t: TestContext,
  flags: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ReadonlySet<string>> {
  const { certificatePath, keyPath } = await pairFiles(t);
  const pair = [`--tls-cert-file=${certificatePath}`, `--tls-key-file=${keyPath}`];
  const ports = ['--port=0', '--ops-port=0', '--bind-address=127.0.0.1'];
  const NODE_OPTIONS = `--import=${JSON.stringify(encodeURI(TELL_PACKAGES))}`;
  const main = await startMain(t, ['serve', ...ports, ...pair, ...flags], { ...environment, NODE_OPTIONS });
  await eventually(() => {
    main.assertRunning();
    assert.ok(main.output().includes('"msg":"listening"'));
  });
  return new Set([...main.errors().matchAll(/^loaded (.+)$/gm)].map(([, name = '']) => name));
}

/** Each takes a good part of the time to start, and of the memory at rest. */
const HEAVY = ['@aws-sdk/client-eks', '@kubernetes/client-node', '@peculiar/x509', 'yaml'] as const;

function heavyOf(loaded: ReadonlySet<string>): readonly string[] {
  return HEAVY.filter((name) => loaded.has(name));
}

describe('serve loads', () => {
  test('none of the heavy packages for profiles from files, but the fast reader of YAML', async (t) => {
    const loaded = await packagesLoadedBy(t, [`--profiles=${await profileFile(t)}`]);
    assert.deepEqual([heavyOf(loaded), loaded.has('js-yaml')], [[], true]);
  });

  test('of the heavy packages, only the AWS SDK for profiles from EKS', async (t) => {
    const { url } = await startEksServer(t, WEB);
    const loaded = await packagesLoadedBy(t, ['--cluster-name=demo'], awsEnvironment(url));
    assert.deepEqual(heavyOf(loaded), ['@aws-sdk/client-eks']);
  });
});
