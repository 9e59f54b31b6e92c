import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, test } from 'node:test';
import { loadKubeconfig } from '../../src/kubernetes/kubeconfig.ts';
import { kubeconfig, kubeconfigFile } from '../support/kubernetes/kubeconfig.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

type Environment = Readonly<Record<string, string>>;

function serverFor(environment: Environment, context?: string) {
  return loadKubeconfig({ environment, context }).getCurrentCluster()?.server;
}

function assertRefused(environment: Environment, message: RegExp | string, context?: string) {
  assert.throws(() => serverFor(environment, context), { name: 'ClusterError', problem: 'configuration', message });
}

/** Two contexts, `one` and `two`, of which none is the current one. */
const TWO = {
  clusters: [
    { name: 'one', cluster: { server: 'https://one' } },
    { name: 'two', cluster: { server: 'https://two' } },
  ],
  users: [{ name: 'me', user: {} }],
  contexts: [
    { name: 'one', context: { cluster: 'one', user: 'me' } },
    { name: 'two', context: { cluster: 'two', user: 'me' } },
  ],
};

describe('the kubeconfig', () => {
  test('is the file that KUBECONFIG names', async (t) => {
    assert.equal(serverFor({ KUBECONFIG: await kubeconfigFile(t, kubeconfig({ server: 'https://a' })) }), 'https://a');
  });

  test('is ~/.kube/config where KUBECONFIG is empty', async (t) => {
    const home = await temporaryFolder(t);
    await mkdir(join(home, '.kube'));
    await writeFile(join(home, '.kube', 'config'), JSON.stringify(kubeconfig({ server: 'https://a' })));
    assert.equal(serverFor({ KUBECONFIG: '', HOME: home }), 'https://a');
  });

  test('is what the first of several files says, whatever else the later ones say', async (t) => {
    const first = await kubeconfigFile(t, kubeconfig({ server: 'https://a' }));
    const second = await kubeconfigFile(t, { ...kubeconfig({ server: 'https://b' }), 'current-context': 'other' });
    assert.equal(serverFor({ KUBECONFIG: ['/nowhere', first, second].join(delimiter) }), 'https://a');
  });

  test('is put together of several files', async (t) => {
    const first = await kubeconfigFile(t, { 'current-context': 'two' });
    const second = await kubeconfigFile(t, TWO);
    assert.equal(serverFor({ KUBECONFIG: [first, second].join(delimiter) }), 'https://two');
  });

  test('is read with the context that is asked for', async (t) => {
    assert.equal(serverFor({ KUBECONFIG: await kubeconfigFile(t, TWO) }, 'one'), 'https://one');
  });

  test('has to be there', () => {
    assertRefused({ KUBECONFIG: '/nowhere' }, 'no kubeconfig at /nowhere: set KUBECONFIG to where it is');
    assertRefused({}, 'no kubeconfig: set KUBECONFIG to where it is');
  });

  test('has to have the context', async (t) => {
    const KUBECONFIG = await kubeconfigFile(t, TWO);
    assertRefused({ KUBECONFIG }, 'the kubeconfig has no context "three"; it has: one, two', 'three');
    assertRefused({ KUBECONFIG }, 'the kubeconfig names no current context; it has: one, two');
  });

  test('has to have the cluster of the context', async (t) => {
    const KUBECONFIG = await kubeconfigFile(t, { ...TWO, clusters: [] });
    assertRefused({ KUBECONFIG }, 'context "one" names cluster "one", which the kubeconfig does not have', 'one');
  });

  for (const [fault, content] of [
    ['is empty', ''],
    ['is no YAML', 'users: [{user: {token: secret-token}}\nclusters: ]'],
    ['has a cluster without a server', JSON.stringify({ clusters: [{ name: 'one', cluster: {} }] })],
  ] as const) {
    test(`is refused in one line, without what it holds, where it ${fault}`, async (t) => {
      const KUBECONFIG = await kubeconfigFile(t, content);
      assertRefused({ KUBECONFIG }, new RegExp(`^${KUBECONFIG}: not a kubeconfig: (?!.*secret)[^\\n]+$`));
    });
  }
});
