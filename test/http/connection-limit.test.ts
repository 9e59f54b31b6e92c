import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect as connectTcp, type Server, type Socket } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { type ConnectionLimit, createConnectionLimit } from '../../src/http/connection-limit.ts';
import { createHttpsListener } from '../../src/http/https-listener.ts';
import { listen } from '../../src/http/listen.ts';
import { createHttpListener } from '../../src/http/ops-app.ts';
import { until } from '../support/eventually.ts';
import { localPair } from '../support/tls/certificates.ts';

const pair = await localPair();
const ok: RequestListener = (_request, response) => response.end('ok');

interface Port {
  readonly limit: ConnectionLimit;
  readonly open: () => Promise<Socket>;
}

type Start = (t: TestContext, max: number) => Promise<Port>;

const ports: Readonly<Record<string, Start>> = {
  'of HTTP': async (t, max) => {
    const limit = createConnectionLimit(max);
    const server = createHttpListener(ok, limit);
    const port = await listen(server, { port: 0, address: '127.0.0.1' });
    t.after(() => server.close());
    return opened(t, {
      limit,
      accepted: countOf(server, 'connection'),
      connect: () => connectTcp({ port, host: '127.0.0.1' }),
    });
  },
  'of HTTPS': async (t, max) => {
    const limit = createConnectionLimit(max);
    const server = createHttpsListener({ pair }, ok, { limit });
    const port = await listen(server, { port: 0, address: '127.0.0.1' });
    t.after(() => server.close());
    return opened(t, {
      limit,
      accepted: countOf(server, 'secureConnection'),
      connect: () => connectTls({ port, host: 'localhost', ca: pair.caPem }),
    });
  },
};

for (const [name, start] of Object.entries(ports)) {
  describe(`a port ${name} that has as many connections as it takes`, () => {
    test('closes the one that is oldest and has sent nothing', async (t) => {
      const { limit, open } = await start(t, 2);
      const first = await open();
      const second = await open();
      const closed = once(first, 'close');
      const third = await open();
      await closed;
      assert.deepEqual([limit.open(), limit.closed()], [2, 1]);
      assert.deepEqual([await answerOn(second), await answerOn(third)], [200, 200]);
    });

    test('closes the one whose last call came longest ago', async (t) => {
      const { open } = await start(t, 2);
      const first = await open();
      const second = await open();
      await answerOn(second);
      await answerOn(first);
      const closed = once(second, 'close');
      await open();
      await closed;
      assert.equal(await answerOn(first), 200);
    });

    test('answers a client that sends its call at once, while another opens one connection after the other', async (t) => {
      const { limit, open } = await start(t, 4);
      for (let opened = 0; opened < 20; opened += 1) (await open()).write('GET / HTTP/1.1\r\nHost: ');
      assert.equal(await answerOn(await open()), 200);
      await until('the others are closed', () => limit.closed() === 17);
    });

    test('counts those that are open', async (t) => {
      const { limit, open } = await start(t, 4);
      const first = await open();
      await open();
      assert.equal(limit.open(), 2);
      first.destroy();
      await until('one is closed', () => limit.open() === 1);
      assert.equal(limit.closed(), 0);
    });
  });
}

test('a connection whose handshake does not end is closed as any other', async (t) => {
  const limit = createConnectionLimit(1);
  const server = createHttpsListener({ pair }, ok, { limit });
  const port = await listen(server, { port: 0, address: '127.0.0.1' });
  t.after(() => server.close());
  const silent = connectTcp({ port, host: '127.0.0.1' }).resume();
  await until('it is accepted', () => limit.open() === 1);
  const silentClosed = once(silent, 'close');
  const { open } = opened(t, {
    limit,
    accepted: countOf(server, 'secureConnection'),
    connect: () => connectTls({ port, host: 'localhost', ca: pair.caPem }),
  });
  const other = await open();
  await silentClosed;
  assert.equal(await answerOn(other), 200);
});

interface Opening {
  readonly limit: ConnectionLimit;
  /** By the server, with their handshakes. */
  readonly accepted: () => number;
  readonly connect: () => Socket;
}

/** Connections that the server has accepted, each before the next. */
function opened(t: TestContext, { limit, accepted, connect }: Opening): Port {
  let count = 0;
  return {
    limit,
    open: async () => {
      const socket = connect();
      t.after(() => socket.destroy());
      // One that reads nothing does not see its end.
      socket.resume().on('error', () => undefined);
      count += 1;
      await until('the server has accepted it', () => accepted() === count);
      return socket;
    },
  };
}

function countOf(server: Server, event: 'connection' | 'secureConnection'): () => number {
  let count = 0;
  server.on(event, () => {
    count += 1;
  });
  return () => count;
}

async function answerOn(socket: Socket): Promise<number> {
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [data] = await once(socket, 'data');
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(String(data))?.[1]);
}
