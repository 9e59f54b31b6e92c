import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type Cluster, openCluster } from '../../src/kubernetes/cluster.ts';
import { findWorkloadResource } from '../../src/kubernetes/workload-resources.ts';
import { type ApiAnswer, startApiServer } from '../support/kubernetes/api-server.ts';
import { kubeconfig, kubeconfigFile } from '../support/kubernetes/kubeconfig.ts';

const WEB_PATH = '/apis/apps/v1/namespaces/shop/deployments/web';
const WEB = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { unknownToAnyModel: 1 } };

async function started(t: TestContext, answers: Readonly<Record<string, ApiAnswer>>) {
  const server = await startApiServer(t, answers);
  return { ...server, cluster: await clusterAt(t, server.url) };
}

async function clusterAt(t: TestContext, server: string, user?: object): Promise<Cluster> {
  const parts = user === undefined ? { server } : { server, user };
  return openCluster({ environment: { KUBECONFIG: await kubeconfigFile(t, kubeconfig(parts)) }, context: undefined });
}

function read(cluster: Cluster, kind: string, name: string): Promise<unknown> {
  const resource = findWorkloadResource(kind);
  assert.ok(resource);
  return cluster.read({ resource, namespace: 'shop', name });
}

function status(code: number, message: string): ApiAnswer {
  return { status: code, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code } };
}

describe('a cluster', () => {
  test('gives an object with every field as it came', async (t) => {
    const { cluster, requests } = await started(t, { [WEB_PATH]: { status: 200, body: WEB } });
    assert.deepEqual(await read(cluster, 'deployment', 'web'), WEB);
    assert.deepEqual(
      requests.map(({ path }) => path),
      [WEB_PATH],
    );
    assert.equal(requests[0]?.headers.authorization, 'Bearer secret-token');
  });

  test('is asked for objects of the core group under their own path', async (t) => {
    const path = '/api/v1/namespaces/shop/pods/web-0';
    const { cluster } = await started(t, { [path]: { status: 200, body: { kind: 'Pod' } } });
    assert.deepEqual(await read(cluster, 'pod', 'web-0'), { kind: 'Pod' });
  });

  test('has the namespace of its context, or else default', async (t) => {
    const open = async (content: object) =>
      openCluster({ environment: { KUBECONFIG: await kubeconfigFile(t, content) }, context: undefined }).namespace;
    assert.equal(await open(kubeconfig({ server: 'https://a', namespace: 'shop' })), 'shop');
    assert.equal(await open(kubeconfig({ server: 'https://a' })), 'default');
  });

  test('gets no credentials where it has no TLS, and is read all the same', async (t) => {
    const { url, requests } = await startApiServer(t, { [WEB_PATH]: { status: 200, body: WEB } });
    const proxied = { ...kubeconfig({ server: url }), clusters: [{ name: 'test', cluster: { server: url } }] };
    const KUBECONFIG = await kubeconfigFile(t, proxied);
    const cluster = openCluster({ environment: { KUBECONFIG }, context: undefined });
    assert.deepEqual(await read(cluster, 'deployment', 'web'), WEB);
    assert.equal(requests[0]?.headers.authorization, undefined);
  });

  test('is logged in to by the command that the kubeconfig names', async (t) => {
    const { url, requests } = await startApiServer(t, { [WEB_PATH]: { status: 200, body: WEB } });
    const credential = JSON.stringify({ status: { token: 'made-token' } });
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'echo', args: [credential] };
    await read(await clusterAt(t, url, { exec }), 'deployment', 'web');
    assert.equal(requests[0]?.headers.authorization, 'Bearer made-token');
  });
});

describe('what a cluster does not give is reported in one line', () => {
  const cases: readonly (readonly [fault: string, answer: ApiAnswer, problem: string, message: string])[] = [
    [
      'where it is not there',
      status(404, 'deployments.apps "web" not found'),
      'not-found',
      'namespace shop of context "test" has no deployment web',
    ],
    [
      'where it may not be read',
      status(403, 'deployments.apps "web" is forbidden: User "jane" cannot get it'),
      'failed',
      'deployment web may not be read: deployments.apps "web" is forbidden: User "jane" cannot get it: ask for the right to "get" on deployments.apps in namespace shop',
    ],
    [
      'where the login is not accepted',
      status(401, 'Unauthorized'),
      'failed',
      'the API server does not accept the login of context "test": log in again',
    ],
    [
      'where the API server fails',
      status(500, 'etcdserver: leader changed'),
      'failed',
      'cannot read deployment web: the API server answered HTTP 500: etcdserver: leader changed',
    ],
    [
      'where a proxy is in between',
      { status: 502, body: '<html>Bad Gateway</html>' },
      'failed',
      'cannot read deployment web: the API server answered HTTP 502: without a reason',
    ],
  ];
  for (const [fault, answer, problem, message] of cases) {
    test(fault, async (t) => {
      const { cluster } = await started(t, { [WEB_PATH]: answer });
      await assert.rejects(read(cluster, 'deployment', 'web'), { name: 'ClusterError', problem, message });
    });
  }

  test('where the answer is no JSON', async (t) => {
    const { cluster } = await started(t, { [WEB_PATH]: { status: 200, body: '<html>Please log in</html>' } });
    const message = /^cannot read deployment web: the answer is no JSON: [^\n]+$/;
    await assert.rejects(read(cluster, 'deployment', 'web'), { name: 'ClusterError', problem: 'failed', message });
  });

  test('where nothing listens', async (t) => {
    const cluster = await clusterAt(t, 'http://127.0.0.1:2');
    const message = /^the API server at http:\/\/127\.0\.0\.1:2 does not answer: connect ECONNREFUSED/;
    await assert.rejects(read(cluster, 'deployment', 'web'), { name: 'ClusterError', problem: 'failed', message });
  });

  test('where the command that logs in fails', async (t) => {
    const exec = { command: 'sh', args: ['-c', 'echo "session has expired" >&2; echo more >&2; exit 1'] };
    const cluster = await clusterAt(t, 'http://127.0.0.1:2', { exec });
    const message = 'cannot log in as context "test" says: session has expired';
    await assert.rejects(read(cluster, 'deployment', 'web'), {
      name: 'ClusterError',
      problem: 'configuration',
      message,
    });
  });
});
