import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { call } from '../support/faults/call.ts';
import { type Attack, flood } from '../support/faults/flood.ts';
import { inForm } from '../support/faults/form.ts';
import { fuzzedReviews } from '../support/faults/fuzz.ts';
import { HUGE_REVIEWS } from '../support/faults/huge-reviews.ts';
import { REAL_REVIEWS } from '../support/faults/real-reviews.ts';
import type { Replica } from '../support/faults/replica.ts';
import { requireUnmoved } from '../support/faults/report.ts';
import { underLoad } from '../support/faults/under-load.ts';
import { wrongTypes } from '../support/faults/wrong-types.ts';

const FUZZED = inForm({ short: 2_000, full: 100_000 });

/** Every so many bytes a review is cut off, and every so many wrong types are tried. */
const STRIDE = inForm({ short: 23, full: 1 });

describe('a review that no API server sends, while others are answered as before,', () => {
  test('is reported to be no JSON, wherever it was cut off', async (t) => {
    await floodUnderLoad(t, cutOff());
  });

  test('gets an error that names the field of a wrong type, whatever type that is', async (t) => {
    await floodUnderLoad(t, wrongTypes(STRIDE));
  });

  test('gets no other answer, however it was made', async (t) => {
    const seed = inForm({ short: 1, full: Math.trunc(Math.random() * 2 ** 31) });
    t.diagnostic(`${FUZZED} fuzzed reviews, seed ${seed}`);
    await floodUnderLoad(t, fuzzedReviews(FUZZED, seed));
  });

  test('may be as large, as deep and as strange as can be', async (t) => {
    await underLoad(t, async (replica) => {
      for (const { what, status, path, body } of HUGE_REVIEWS) {
        const answer = await call({ url: `${replica.url}${path}`, caPem: replica.caPem, body });
        assert.equal(answer.status, status, `${what}: ${answer.body}`);
      }
      t.diagnostic(`${HUGE_REVIEWS.length} huge reviews`);
    });
  });
});

async function floodUnderLoad(t: TestContext, attacks: Iterable<Attack>): Promise<void> {
  const reports = await underLoad(t, async (replica: Replica) => {
    const { calls, statuses, failures } = await flood(replica, attacks);
    t.diagnostic(`${calls} reviews: ${statuses}; ${failures.length} failed`);
    assert.deepEqual(failures.slice(0, 5), []);
  });
  requireUnmoved(reports);
}

function* cutOff(): Generator<Attack> {
  for (const { name, path, body } of REAL_REVIEWS) {
    for (let length = 0; length < body.length; length += STRIDE) {
      yield { what: `${name} cut off at ${length}`, path, body: body.slice(0, length) };
    }
  }
}
