import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { describe, type TestContext, test } from 'node:test';
import { call } from '../support/faults/call.ts';
import { inForm } from '../support/faults/form.ts';
import { openConnection, rawPost } from '../support/faults/raw-connection.ts';
import { realReview } from '../support/faults/real-reviews.ts';
import { type Replica, startReplica } from '../support/faults/replica.ts';
import { MEMORY_OF_CONTAINER } from '../support/faults/under-load.ts';
import { profileFile } from '../support/profile-files.ts';

const MIB = 1024 * 1024;

/** Of the container, in the Deployment. */
const MEMORY_LIMIT_MIB = 256;

const AT_ONCE = 12;
const REVIEWS = inForm({ short: 60, full: 1_000 });
const PATIENCE_MS = 120_000;
const SAMPLE_INTERVAL_MS = 10;

const PATH = '/enforce/workloads';

/** Deployments as large and as costly to read as an API server can send them. */
const LARGE: readonly string[] = [
  deploymentWith(`"x":"${'\\u003c'.repeat(3 * MIB)}"`),
  deploymentWith(`"x":"雪${'\\u003c'.repeat(3 * MIB)}"`),
  deploymentWith(`"x":"${'x'.repeat(6 * MIB)}"`),
  deploymentWith(`"x":[${manyOf(2 * 786_432, () => '""')}]`),
  deploymentWith(`"x":[${manyOf(250_000, () => '{"99":0}')}]`),
  deploymentWith(`"x":{${manyOf(300_000, (index) => `"k${index}":0`)}}`),
  deploymentWith(`"x":[${manyOf(150_000, (index) => `{"name":"N${index}","value":"v${index}"}`)}]`),
  deploymentWith(`"x":"${'x'.repeat(100_000)}"`),
];

describe('large reviews', () => {
  test('that come in bursts are answered within the memory of the container', async (t) => {
    const replica = await startOne(t);
    const memory = watchAnonymousMemory(replica);
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE, ca: replica.caPem });
    t.after(() => agent.destroy());
    const statuses = new Map<number, number>();
    let sent = 0;
    const sendUntilDone = async (): Promise<void> => {
      while (sent < REVIEWS) {
        const body = LARGE[sent % LARGE.length] ?? '';
        sent += 1;
        const { status } = await call({ url: `${replica.url}${PATH}`, agent, body, patienceMs: PATIENCE_MS });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sendUntilDone));
    const peakMiB = memory.stop();
    t.diagnostic(`${REVIEWS} reviews, ${AT_ONCE} at once: at most ${peakMiB.toFixed(0)} MiB of anonymous memory`);
    assert.deepEqual([...statuses.keys()], [200]);
    assert.ok(peakMiB < MEMORY_LIMIT_MIB);
  });

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
  return startReplica(t, { flags: [`--profiles=${await profileFile(t)}`], ...MEMORY_OF_CONTAINER });
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

function manyOf(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join(',');
}

/** What the limit of a container counts, but for files. */
function watchAnonymousMemory({ pid }: Replica) {
  let peakKiB = 0;
  const timer = setInterval(() => {
    const [, kib] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    peakKiB = Math.max(peakKiB, Number(kib));
  }, SAMPLE_INTERVAL_MS);
  return {
    /** @returns the most that was seen, in MiB. */
    stop: () => {
      clearInterval(timer);
      assert.ok(peakKiB > 0);
      return peakKiB / 1024;
    },
  };
}
