import assert from 'node:assert/strict';
import { Agent } from 'node:https';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { call } from '../support/faults/call.ts';
import { inForm, skipInShortForm } from '../support/faults/form.ts';
import { podReview } from '../support/faults/real-reviews.ts';
import { type Replica, startReplica } from '../support/faults/replica.ts';
import { startSlowLink } from '../support/faults/slow-link.ts';
import { profileFile } from '../support/profile-files.ts';

/** Of the link, there and back. */
const ROUND_TRIP_MS = 40;

/** How often each connection is left alone. */
const ROUNDS = inForm({ short: 2, full: 5 });

describe('a call on a connection of the API server that was idle, over a slow link', () => {
  test('is answered after 4 to 8 s, as long as others keep idle connections', async (t) => {
    await callAfterGaps(t, [4_000, 4_500, 4_900, 4_960, 5_000, 5_040, 5_500, 6_000, 7_000, 8_000]);
  });

  test('is answered after 85 to 95 s, as long as the API server keeps them', { skip: skipInShortForm }, async (t) => {
    await callAfterGaps(t, [85_000, 87_500, 89_900, 89_960, 90_000, 90_040, 92_500, 95_000]);
  });
});

/** One connection for each gap, all at the same time. */
async function callAfterGaps(t: TestContext, gapsMs: readonly number[]): Promise<void> {
  const replica = await startReplica(t, { flags: [`--profiles=${await profileFile(t)}`] });
  const port = await startSlowLink(t, { port: replica.port, delayMs: ROUND_TRIP_MS / 2 });
  const reused = await Promise.all(gapsMs.map((gapMs) => callOnOneConnection(gapMs, { replica, port })));
  t.diagnostic(`${gapsMs.length} connections, ${gapsMs.length * (ROUNDS + 1)} calls, 0 failed`);
  assert.deepEqual(
    reused,
    gapsMs.map(() => ROUNDS),
  );
}

/** @returns how many calls found the connection open; any that fails rejects. */
async function callOnOneConnection(
  gapMs: number,
  { replica, port }: { readonly replica: Replica; readonly port: number },
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: replica.caPem });
  const review = { url: `https://127.0.0.1:${port}/mutate/pods`, agent, body: podReview({}) };
  let reused = 0;
  assert.equal((await call(review)).status, 200);
  for (let round = 0; round < ROUNDS; round += 1) {
    await setTimeout(gapMs);
    const { status, reusedConnection } = await call(review);
    assert.equal(status, 200);
    if (reusedConnection) reused += 1;
  }
  agent.destroy();
  return reused;
}
