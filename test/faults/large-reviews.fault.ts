import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { call } from './support/call.ts';
import { openConnection, rawPost } from './support/raw-connection.ts';
import { realReview } from './support/real-reviews.ts';
import { profileFile, type Replica, startReplica } from './support/replica.ts';
import { HEAP_OF_CONTAINER } from './support/under-load.ts';

const MIB = 1024 * 1024;

const PATIENCE_MS = 120_000;

const PATH = '/enforce/workloads';

describe('large reviews', () => {
  test('do not wait for senders that announce the largest body and send one byte', async (t) => {
    const replica = await startOne(t);
    const announced = 'x'.repeat(19 * MIB);
    for (let opened = 0; opened < 8; opened += 1) {
      const { socket } = await openConnection(replica);
      t.after(() => socket.destroy());
      socket.write(rawPost({ path: PATH, body: announced }).slice(0, 1 - announced.length));
    }
    assert.equal((await sendLarge(replica)).status, 200);
  });

  test('wait for senders that stop in the middle of a body no longer than it takes to see it', async (t) => {
    const replica = await startOne(t);
    const announced = 'x'.repeat(19 * MIB);
    for (let opened = 0; opened < 2; opened += 1) {
      const { socket } = await openConnection(replica);
      t.after(() => socket.destroy());
      socket.resume().write(rawPost({ path: PATH, body: announced }).slice(0, -9 * MIB));
    }
    assert.equal((await sendLarge(replica)).status, 200);
  });

  test('that are too large to be read are denied', async (t) => {
    const replica = await startOne(t);
    const body = deploymentWith(`"x":"${'x'.repeat(20 * MIB)}"`);
    const answer = await call({ url: `${replica.url}${PATH}`, caPem: replica.caPem, body, patienceMs: PATIENCE_MS });
    assert.equal(answer.status, 200);
    assert.match(answer.body, /"allowed":false,"status":\{.*"code":413/);
  });
});

async function startOne(t: TestContext): Promise<Replica> {
  return startReplica(t, { flags: [`--profiles=${await profileFile(t)}`], nodeOptions: HEAP_OF_CONTAINER });
}

/** One of 105 KB, for which the API server waits 2 s; this machine may be busy. */
function sendLarge({ url, caPem }: Replica) {
  const body = deploymentWith(`"x":"${'x'.repeat(105_000)}"`);
  return call({ url: `${url}${PATH}`, caPem, body, patienceMs: 5_000 });
}

/** The review of a real Deployment with this field in its pod template. */
function deploymentWith(field: string): string {
  return realReview('deployment').body.replace('"containers":[', () => `${field},"containers":[`);
}
