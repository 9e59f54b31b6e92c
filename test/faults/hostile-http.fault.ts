import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Field } from '../../src/documents/field.ts';
import { MAX_BODY_BYTES } from '../../src/webhook/http/request-body.ts';
import { until } from '../support/eventually.ts';
import { BAD_HTTP } from '../support/faults/bad-http.ts';
import { type Attack, flood, HARMLESS } from '../support/faults/flood.ts';
import { inForm } from '../support/faults/form.ts';
import { openConnection, type RawConnection, rawPost } from '../support/faults/raw-connection.ts';
import { POD_REVIEW, podReview } from '../support/faults/real-reviews.ts';
import type { Replica } from '../support/faults/replica.ts';
import { requireUnmoved } from '../support/faults/report.ts';
import { underLoad } from '../support/faults/under-load.ts';

const REVIEW = podReview({});

const CONNECTIONS = inForm({ short: 40, full: 400 });

const LARGEST_BODIES = inForm({ short: 24, full: 200 });

/** 228 MiB, of the 256 MiB that the Deployment gives. Most wait, and the last has waited for all others. */
const LARGEST_AT_ONCE = 12;

/** Each is given 30 s, and a head 10. */
const SLOW_BODIES = inForm({ short: 0, full: 8 });

describe('a client that means ill, while others are answered as before,', () => {
  test('gets an error that says what is wrong with its HTTP', async (t) => {
    const reports = await underLoad(t, async (replica) => {
      for (const { what, status, bytes } of BAD_HTTP) {
        assert.deepEqual(await answersTo(replica, bytes), status === undefined ? [] : [status], what);
      }
      t.diagnostic(`${BAD_HTTP.length} kinds of bad HTTP`);
    });
    requireUnmoved(reports);
  });

  test('is cut off where it sends a byte now and then, or nothing on a thousand connections', async (t) => {
    const reports = await underLoad(t, async (replica) => {
      const idle = await openConnections(replica, 1_000);
      const slowHeads = await openConnections(replica, 8);
      const slowBodies = await openConnections(replica, SLOW_BODIES);
      for (const { socket } of slowHeads) socket.write('POST /mutate/pods HTTP/1.1\r\nX: ');
      for (const { socket } of slowBodies) socket.write(rawPost({ body: REVIEW }).slice(0, -REVIEW.length));
      await Promise.all([...slowHeads, ...slowBodies].map(trickle));
      await Promise.all(idle.map(({ closed }) => closed));
      const statuses = new Set(
        [...idle, ...slowHeads, ...slowBodies].map((connection) => connection.statuses().join()),
      );
      t.diagnostic(`1,000 idle connections, 8 slow heads and ${SLOW_BODIES} slow bodies cut off`);
      assert.deepEqual([...statuses], ['408']);
    });
    requireUnmoved(reports);
  });

  test('may close its half of the connection, or all of it, at any moment', async (t) => {
    const reports = await underLoad(t, async (replica) => {
      const whole = rawPost({ body: REVIEW });
      const statuses = new Set<number>();
      let left = 0;
      for (let length = 0; length < whole.length; length += inForm({ short: 211, full: 7 })) {
        for (const leave of [halfClose, breakOff]) {
          for (const status of await answersTo(replica, whole.slice(0, length), leave)) statuses.add(status);
          left += 1;
        }
      }
      t.diagnostic(`${left} connections left, answered: ${[...statuses].join(', ')}`);
      assert.ok([...statuses].every((status) => HARMLESS.has(status)));
      assert.deepEqual(await answersTo(replica, whole, halfClose), [200]);
    });
    requireUnmoved(reports);
  });

  test('may send ten calls at once on each connection, and gets ten answers in their order', async (t) => {
    const reports = await underLoad(t, async (replica) => {
      const connections = await openConnections(replica, CONNECTIONS);
      const uids = Array.from({ length: 10 }, (_, index) => `uid-${index}`);
      const bytes = uids.map((uid) => rawPost({ body: reviewWith(uid) })).join('');
      for (const { socket } of connections) socket.write(bytes);
      for (const connection of connections) {
        await until('ten answers have come', () => connection.statuses().length === uids.length);
        assert.deepEqual(uidsIn(connection.text()), uids);
        connection.socket.destroy();
      }
      t.diagnostic(`${CONNECTIONS} connections, ${CONNECTIONS * uids.length} calls, 0 failed`);
    });
    requireUnmoved(reports);
  });

  test('may send many of the largest bodies at once: memory holds', async (t) => {
    await underLoad(t, async (replica) => {
      const { calls, statuses, failures } = await flood(replica, largestBodies(), LARGEST_AT_ONCE);
      t.diagnostic(`${calls} bodies of 19 MiB, ${LARGEST_AT_ONCE} at once: ${statuses}; ${failures.length} failed`);
      assert.deepEqual(failures.slice(0, 5), []);
    });
  });
});

function* largestBodies(): Generator<Attack> {
  const body = Buffer.from(`{"a":"${'x'.repeat(MAX_BODY_BYTES - 8)}"}`);
  for (let made = 0; made < LARGEST_BODIES; made += 1) yield { what: 'as large as may be', path: '/mutate/pods', body };
}

/** What comes back until the connection is closed. */
async function answersTo(
  replica: Replica,
  bytes: string,
  leave?: (connection: RawConnection) => void,
): Promise<readonly number[]> {
  const connection = await openConnection(replica);
  connection.socket.write(bytes);
  leave?.(connection);
  await connection.closed;
  return connection.statuses();
}

/** In turn, since each takes a handshake. */
async function openConnections(replica: Replica, count: number): Promise<readonly RawConnection[]> {
  const connections: RawConnection[] = [];
  for (let index = 0; index < count; index += 1) connections.push(await openConnection(replica));
  return connections;
}

/** Resolves once the other side has had enough. */
async function trickle({ socket, closed }: RawConnection): Promise<void> {
  let isClosed = false;
  closed.then(() => {
    isClosed = true;
  });
  while (!isClosed) {
    socket.write('x');
    await Promise.race([setTimeout(500), closed]);
  }
}

function halfClose({ socket }: RawConnection): void {
  socket.end();
}

function breakOff({ socket }: RawConnection): void {
  setTimeout(1).then(() => socket.destroy());
}

function reviewWith(uid: string): string {
  const review = new Field(POD_REVIEW.document);
  const request = Object.fromEntries(
    review
      .get('request')
      .entries()
      .map(([key, { value }]) => [key, value]),
  );
  return JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request: { ...request, uid } });
}

function uidsIn(text: string): readonly string[] {
  return [...text.matchAll(/"response":\{"uid":"([^"]+)"/g)].map(([, uid = '']) => uid);
}
