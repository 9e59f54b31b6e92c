import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request } from 'node:https';
import { json } from 'node:stream/consumers';
import { describe, type TestContext, test } from 'node:test';
import { type ConnectionOptions, connect } from 'node:tls';
import { requireClientCertificate } from '../../src/http/client-certificate.ts';
import { createHttpsListener } from '../../src/http/https-listener.ts';
import { listen } from '../../src/http/listen.ts';
import { issueAuthority } from '../../src/tls/issue.ts';
import { localPair } from '../support/tls/certificates.ts';
import { signedBy } from '../support/tls/signed-certificate.ts';

const DAY_MS = 86_400_000;
const startMs = Date.now();
const server = await localPair();
const ca = await issueAuthority({ nowMs: startMs, validDays: 3_650, commonName: 'clients' });
/** Valid for a year. */
const client = await signedBy(ca, { commonName: 'kube-apiserver', purpose: 'client', nowMs: startMs });

async function listening(t: TestContext) {
  const clock = { nowMs: startMs };
  const listener = requireClientCertificate(
    { allowedName: undefined, nowMs: () => clock.nowMs },
    (_request, response) => response.end('{}'),
  );
  const https = createHttpsListener({ pair: server, clientCaPem: ca.certificatePem }, listener);
  const port = await listen(https, { port: 0, address: '127.0.0.1' });
  let connections = 0;
  https.on('secureConnection', () => {
    connections += 1;
  });
  t.after(() => {
    https.closeAllConnections();
    https.close();
  });
  return { clock, port, connections: () => connections };
}

/** Calls over one connection for as long as the listener keeps it. */
function caller(t: TestContext, port: number) {
  const pair = { cert: client.certificatePem, key: client.keyPem };
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: server.caPem, ...pair });
  t.after(() => agent.destroy());
  return async () => {
    const [response] = await once(request({ host: 'localhost', port, agent }).end(), 'response');
    return { code: response.statusCode, connection: response.headers.connection, body: await json(response) };
  };
}

describe('a client certificate', () => {
  test('that expires while its connection is kept alive gets no further call through', async (t) => {
    const { clock, port, connections } = await listening(t);
    const call = caller(t, port);
    assert.equal((await call()).code, 200);
    clock.nowMs = startMs + 364 * DAY_MS;
    assert.equal((await call()).code, 200);
    clock.nowMs = startMs + 366 * DAY_MS;
    const { code, connection, body } = await call();
    assert.deepEqual([code, connection, connections()], [403, 'close', 1]);
    assert.deepEqual(body, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'the client certificate has expired',
      reason: 'Forbidden',
      code: 403,
    });
  });

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`is verified in each handshake, since no session is resumed: ${version}`, async (t) => {
      const { port } = await listening(t);
      const pair = { cert: client.certificatePem, key: client.keyPem };
      const options = { host: 'localhost', port, ca: server.caPem, minVersion: version, maxVersion: version, ...pair };
      const first = await answered(options);
      const second = await answered({ ...options, session: first.session });
      assert.deepEqual([second.protocol, second.isReused], [version, false]);
    });
  }
});

/** What a connection is like once a call on it has been answered: by then a client of TLS 1.3 has seen its tickets. */
async function answered(options: ConnectionOptions) {
  const socket = connect(options);
  let session: Buffer | undefined;
  socket.on('session', (offered) => {
    session = offered;
  });
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
  const [head] = await once(socket, 'data');
  assert.match(String(head), /^HTTP\/1\.1 200 /);
  const seen = {
    protocol: socket.getProtocol(),
    isReused: socket.isSessionReused(),
    session: session ?? socket.getSession(),
  };
  socket.destroy();
  return seen;
}
