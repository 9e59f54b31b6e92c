import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import { describe, type TestContext, test } from 'node:test';
import { connect } from 'node:tls';
import { createHttpsListener } from '../../src/http/https-listener.ts';
import { close, ListenError, listen } from '../../src/http/listen.ts';
import { localPair } from '../support/tls/certificates.ts';

const pair = await localPair();
const ok: RequestListener = (_request, response) => response.end('ok');

async function start(context: TestContext, listener: RequestListener) {
  const server = createHttpsListener({ pair }, listener);
  const port = await listen(server, { port: 0, address: '127.0.0.1' });
  const agent = new Agent({ keepAlive: true, ca: pair.caPem });
  context.after(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  const get = async (): Promise<IncomingMessage> => {
    const call = request({ host: 'localhost', port, agent }).end();
    const [response] = await once(call, 'response');
    response.resume();
    return response;
  };
  return { server, port, get };
}

describe('the HTTPS listener', () => {
  test('keeps idle connections longer than the 90 s of the API server', async (context) => {
    const { server } = await start(context, ok);
    assert.ok(server.keepAliveTimeout > 90_000);
  });

  test('bounds the time for headers and requests', async (context) => {
    const { server } = await start(context, ok);
    assert.deepEqual([server.headersTimeout, server.requestTimeout], [10_000, 30_000]);
  });

  test('answers several calls on one connection', async (context) => {
    const { server, get } = await start(context, ok);
    let connections = 0;
    server.on('secureConnection', () => {
      connections += 1;
    });
    await once(await get(), 'end');
    await once(await get(), 'end');
    assert.equal(connections, 1);
  });

  test('answers a call that expects what is not known', async (context) => {
    const { port } = await start(context, ok);
    const headers = { expect: 'the-unexpected' };
    const [response] = await once(request({ host: 'localhost', port, ca: pair.caPem, headers }).end(), 'response');
    response.resume();
    assert.equal(response.statusCode, 200);
  });

  test('offers HTTP/1.1 and TLS 1.3', async (context) => {
    const { port } = await start(context, ok);
    const socket = connect({ host: 'localhost', port, ca: pair.caPem, ALPNProtocols: ['h2', 'http/1.1'] });
    await once(socket, 'secureConnect');
    context.after(() => socket.destroy());
    assert.deepEqual([socket.alpnProtocol, socket.getProtocol()], ['http/1.1', 'TLSv1.3']);
  });

  test('offers TLS 1.2 to who speaks no other, with forward secrecy and authenticated encryption alone', async (context) => {
    const { port } = await start(context, ok);
    const options = { host: 'localhost', port, ca: pair.caPem, maxVersion: 'TLSv1.2' } as const;
    const socket = connect(options);
    await once(socket, 'secureConnect');
    context.after(() => socket.destroy());
    assert.deepEqual(socket.getCipher().standardName, 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256');
    for (const ciphers of ['ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA384']) {
      await assert.rejects(once(connect({ ...options, ciphers }), 'secureConnect'));
    }
  });

  test('refuses TLS 1.1', async (context) => {
    const { port } = await start(context, ok);
    const socket = connect({ host: 'localhost', port, ca: pair.caPem, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' });
    await assert.rejects(once(socket, 'secureConnect'));
  });
});

describe('listening', () => {
  test('names the port that is taken', async (context) => {
    const { port } = await start(context, ok);
    const second = createHttpsListener({ pair }, ok);
    await assert.rejects(listen(second, { port, address: '127.0.0.1' }), (error) => {
      assert.ok(error instanceof ListenError);
      assert.match(error.message, new RegExp(`^cannot listen on port ${port}: .*address already in use`));
      return true;
    });
  });
});

describe('closing', () => {
  test('lets a call under way finish', async (context) => {
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<ServerResponse>();
    const { server, get } = await start(context, (_request, response) => arrive(response));
    const answer = get();
    const response = await arrived;
    const closed = close(server, 60_000);
    response.end('ok');
    assert.equal((await answer).statusCode, 200);
    await closed;
  });

  test('takes no further connection', async (context) => {
    const { server, get } = await start(context, ok);
    await close(server, 60_000);
    await assert.rejects(get(), { code: 'ECONNREFUSED' });
  });

  test('does not wait for idle connections', async (context) => {
    const { server, get } = await start(context, ok);
    await once(await get(), 'end');
    await close(server, 60_000);
  });

  test('breaks a call that takes longer than the limit', async (context) => {
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const { server, get } = await start(context, () => arrive());
    const answer = assert.rejects(get(), { code: 'ECONNRESET' });
    await arrived;
    await close(server, 1);
    await answer;
  });
});
