import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { call } from '../support/faults/call.ts';
import { inForm } from '../support/faults/form.ts';
import { residentMiB } from '../support/faults/memory.ts';
import { podReview } from '../support/faults/real-reviews.ts';
import { type Replica, startReplica } from '../support/faults/replica.ts';
import { metricOf } from '../support/monitoring/exposition.ts';
import { profileFile } from '../support/profile-files.ts';

/** Ten times as many as a port takes. */
const HALF_CALLS = 10_000;

/** Without a handshake, which the client would have to calculate as well. */
const SILENT_CONNECTIONS = inForm({ short: 1_500, full: 10_000 });

/** How often the test checks that others are answered. */
const STRIDE = 250;

/** Without a limit it was 235. */
const MAX_GROWTH_MIB = 64;

describe('a client that opens more connections than a port takes', () => {
  test('keeps neither probes nor the scraper from the ops port, and takes no more memory than the limit allows', async (t) => {
    const replica = await startOne(t);
    const port = Number(new URL(replica.opsUrl).port);
    const before = await residentMiB(replica);
    for (let opened = 0; opened < HALF_CALLS; opened += 1) {
      const socket = await openSocket(t, port);
      socket.write(`GET /metrics HTTP/1.1\r\nX-Filler: ${'x'.repeat(8_000)}`);
      if (opened % STRIDE === 0) assert.deepEqual(await probes(replica), [200, 200, 200]);
    }
    const after = await residentMiB(replica);
    const closed = await metricOf(replica.opsUrl, 'fargate_admission_connections_closed_total{port="ops"}');
    t.diagnostic(`${HALF_CALLS} half calls, ${closed} closed; resident ${before.toFixed(0)} → ${after.toFixed(0)} MiB`);
    assert.ok(closed > 0);
    assert.ok(after - before < MAX_GROWTH_MIB, `${after - before} MiB`);
  });

  test('keeps no review from the webhook', async (t) => {
    const replica = await startOne(t);
    for (let opened = 0; opened < SILENT_CONNECTIONS; opened += 1) {
      await openSocket(t, replica.port);
      if (opened % STRIDE === 0) assert.equal(await review(replica), 200);
    }
    assert.equal(await review(replica), 200);
    const open = await metricOf(replica.opsUrl, 'fargate_admission_connections{port="webhook"}');
    const closed = await metricOf(replica.opsUrl, 'fargate_admission_connections_closed_total{port="webhook"}');
    t.diagnostic(`${SILENT_CONNECTIONS} connections: ${open} are open, ${closed} were closed for others`);
    assert.ok(open <= 1_024 && closed > 0);
  });
});

async function startOne(t: TestContext): Promise<Replica> {
  return startReplica(t, { flags: [`--profiles=${await profileFile(t)}`] });
}

async function openSocket(t: TestContext, port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' }).resume();
  t.after(() => socket.destroy());
  // One that is closed for others may break.
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
  return socket;
}

async function probes({ opsUrl }: Replica): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const path of ['/livez', '/readyz', '/metrics']) {
    // On a connection of its own, as the kubelet's.
    const response = await fetch(`${opsUrl}${path}`, { headers: { connection: 'close' } });
    await response.text();
    statuses.push(response.status);
  }
  return statuses;
}

async function review({ url, caPem }: Replica): Promise<number> {
  return (await call({ url: `${url}/mutate/pods`, caPem, body: podReview({}) })).status;
}
