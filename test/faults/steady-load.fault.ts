import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { inForm } from '../support/faults/form.ts';
import { startLoad } from '../support/faults/load.ts';
import { type Memory, SETTLING, settledMemory } from '../support/faults/memory.ts';
import { wantsProfile, wantsReview } from '../support/faults/prediction-annotations.ts';
import { POD_REVIEW, podReview, REAL_REVIEWS } from '../support/faults/real-reviews.ts';
import { startEks, startReplica } from '../support/faults/replica.ts';
import { requireNoFailure } from '../support/faults/report.ts';

const MINUTE_MS = 60_000;

const WARM_UP_MS = inForm({ short: 5_000, full: 5 * MINUTE_MS });
const STEADY_MS = inForm({ short: 20_000, full: 60 * MINUTE_MS });

/** Looks at the memory, evenly spread. */
const LOOKS = inForm({ short: 4, full: 12 });

/** Garbage collection leaves a little more or less each time. */
const SLACK_MIB = 4;

describe('a steady load of reviews of every kind', () => {
  test(`leaves memory flat for ${STEADY_MS / 1_000} s`, async (t) => {
    const { env } = await startEks(t);
    const flags = ['--cluster-name=demo', '--refresh-interval=1s', '--describe-interval=5s'];
    const replica = await startReplica(t, { flags, env, preloads: [SETTLING] });
    const { url, caPem } = replica;
    const pods = startLoad(t, {
      url: `${url}${POD_REVIEW.path}`,
      caPem,
      body: podReview({}),
      objection: wantsProfile('web'),
    });
    const others = REAL_REVIEWS.filter((review) => review !== POD_REVIEW).map(({ name, path, body }) => {
      const kind = { url: `${url}${path}`, caPem, body, objection: wantsReview };
      return { name, load: startLoad(t, { ...kind, connections: 1, pauseMs: 50 }) };
    });
    await setTimeout(WARM_UP_MS);
    const seen: Memory[] = [await settledMemory(replica)];
    for (let look = 0; look < LOOKS; look += 1) {
      await setTimeout(STEADY_MS / LOOKS);
      seen.push(await settledMemory(replica));
    }
    requireNoFailure(t, POD_REVIEW.name, await pods.stop());
    for (const { name, load } of others) requireNoFailure(t, name, await load.stop());
    t.diagnostic(`heap in MiB: ${seen.map(({ heapMiB }) => heapMiB.toFixed(1)).join(', ')}`);
    t.diagnostic(`resident in MiB: ${seen.map(({ residentMiB }) => residentMiB.toFixed(0)).join(', ')}`);
    requireFlat(seen.map(({ heapMiB }) => heapMiB));
  });
});

/** What leaks grows all the time: the last look is no more than the first. */
function requireFlat(heapsMiB: readonly number[]): void {
  const [first = 0] = heapsMiB;
  assert.ok((heapsMiB.at(-1) ?? Number.NaN) <= first + SLACK_MIB);
}
