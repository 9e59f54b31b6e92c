import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, type TestContext, test } from 'node:test';
import { openAccess } from '../../src/kubernetes/access.ts';
import { ClusterError } from '../../src/kubernetes/cluster-error.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { localPair } from '../support/tls/certificates.ts';

const pair = await localPair();

interface Call {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An API server, and a pod's folder with a token for it. */
async function inCluster(t: TestContext, caPem = pair.caPem) {
  const calls: Call[] = [];
  const server = createServer({ cert: pair.certificatePem, key: pair.keyPem }, async (request, response) => {
    const { method, url: path, headers } = request;
    calls.push({ method, path, headers, body: await text(request) });
    response.writeHead(201).end('{"kind":"Secret"}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const tokenFolder = await temporaryFolder(t);
  await writeFile(join(tokenFolder, 'token'), 'first\n');
  await writeFile(join(tokenFolder, 'ca.crt'), caPem);
  const environment = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(address.port) };
  const access = await openAccess({ environment, tokenFolder });
  assert.ok(access.kind === 'granted');
  return { api: access.api, calls, tokenFolder, port: address.port };
}

describe('the Kubernetes API from a pod', () => {
  test('is called with the token, and its answer is given back as it is', async (t) => {
    const { api, calls } = await inCluster(t);
    const content = { type: 'application/apply-patch+yaml', body: '{}' };
    const answer = await api.send({ method: 'PATCH', path: '/api/v1/x?fieldManager=me', content });
    assert.deepEqual(answer, { status: 201, body: '{"kind":"Secret"}' });
    const [call] = calls;
    assert.deepEqual([call?.method, call?.path, call?.body], ['PATCH', '/api/v1/x?fieldManager=me', '{}']);
    assert.deepEqual(
      [call?.headers.authorization, call?.headers['content-type'], call?.headers.accept],
      ['Bearer first', 'application/apply-patch+yaml', 'application/json'],
    );
  });

  test('gets the length of the body of a DELETE, which Node.js does not send by itself', async (t) => {
    const { api, calls } = await inCluster(t);
    await api.send({ method: 'DELETE', path: '/one', content: { type: 'application/json', body: '{"kind":"é"}' } });
    const [call] = calls;
    assert.deepEqual([call?.headers['content-length'], call?.body], ['13', '{"kind":"é"}']);
  });

  test('is no longer called after an abort', async (t) => {
    const { api } = await inCluster(t);
    await assert.rejects(api.send({ method: 'GET', path: '/one', signal: AbortSignal.abort() }), ClusterError);
  });

  test('is called with the token that the kubelet has put there since', async (t) => {
    const { api, calls, tokenFolder } = await inCluster(t);
    await api.send({ method: 'GET', path: '/one' });
    await writeFile(join(tokenFolder, 'token'), 'second');
    await api.send({ method: 'GET', path: '/two' });
    assert.deepEqual(
      calls.map(({ headers }) => headers.authorization),
      ['Bearer first', 'Bearer second'],
    );
  });

  test('gets no token where another CA has signed its certificate', async (t) => {
    const { api, calls, port } = await inCluster(t, (await localPair()).caPem);
    await assert.rejects(api.send({ method: 'GET', path: '/' }), (error) => {
      assert.ok(error instanceof Error && error.name === 'ClusterError');
      assert.ok(error.message.startsWith(`the API server at 127.0.0.1:${port} does not answer: `), error.message);
      return true;
    });
    assert.deepEqual(calls, []);
  });
});

describe('access to the Kubernetes API', () => {
  test('is none where the pod has no token', async (t) => {
    const environment = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: '443' };
    assert.deepEqual(await openAccess({ environment, tokenFolder: await temporaryFolder(t) }), {
      kind: 'none',
      reason: 'no token of the Kubernetes API',
    });
  });

  test('is none outside of a cluster', async () => {
    assert.equal((await openAccess({ environment: {} })).kind, 'none');
  });

  test('fails by name on a kubeconfig that is not there', async () => {
    await assert.rejects(openAccess({ environment: { KUBECONFIG: '/none/kubeconfig' } }), {
      name: 'ClusterError',
      message: 'no kubeconfig at /none/kubeconfig: set KUBECONFIG to where it is',
    });
  });
});
