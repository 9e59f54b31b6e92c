import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { getHeapSpaceStatistics } from 'node:v8';
import type { Handler } from '../src/webhook/admission/handler.ts';
import { createPodMutator } from '../src/webhook/admission/mutate-pod.ts';
import { parseReview } from '../src/webhook/admission/review.ts';
import { createWorkloadValidator } from '../src/webhook/admission/validate-workload.ts';
import { profileSet } from './support/profiles.ts';
import { ALL_SHOWN } from './support/workload-reviews.ts';

const profiles = {
  current: profileSet(
    { name: 'web', selectors: [{ namespace: 'shop' }] },
    { name: 'batch', selectors: [{ namespace: 'jobs', labels: { app: 'web' } }] },
  ),
  requestRefresh: () => undefined,
};

const mutate = createPodMutator({
  profiles,
  annotationPrefix: 'fargate-admission',
  isEksWebhookPresent: () => false,
});
const validate = createWorkloadValidator({ profiles, notices: 'fargate', choice: ALL_SHOWN });

const REVIEWS = 500;

/** Odd, for the median: a full collection meanwhile, or what V8 compiles, shows in a few of them only. */
const BATCHES = 11;

/** What a review leaves in the old part of V8's heap, where only a full collection finds it, in bytes. */
function leftByEach(handler: Handler, body: string): number {
  const left = Array.from({ length: BATCHES }, () => {
    const before = oldSpaceBytes();
    for (let count = 0; count < REVIEWS; count += 1) handler(parseReview(JSON.parse(body)));
    return (oldSpaceBytes() - before) / REVIEWS;
  });
  return left.toSorted((a, b) => a - b)[(BATCHES - 1) / 2] ?? Number.NaN;
}

function oldSpaceBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? Number.NaN;
}

/** An object literal with a getter leaves some 1,000: V8 describes each again. */
const MAX_BYTES = 100;

// Full collections were what the slowest reviews waited for, as long as each review left something for them.
describe('nothing of a review outlives it', () => {
  const cases: readonly (readonly [name: string, handler: Handler, file: string, namespace: string])[] = [
    ['a pod that a profile takes', mutate, 'pod', 'shop'],
    ['a pod that no profile takes', mutate, 'pod', 'elsewhere'],
    ['a Deployment that a profile takes', validate, 'deployment', 'shop'],
    ['a Deployment that no profile takes', validate, 'deployment', 'elsewhere'],
  ];
  for (const [name, handler, file, namespace] of cases) {
    test(name, () => {
      const review = JSON.parse(readFileSync(new URL(`fixtures/reviews/${file}.json`, import.meta.url), 'utf8'));
      Object.assign(review.request, { namespace });
      Object.assign(review.request.object.metadata, { namespace });
      const left = leftByEach(handler, JSON.stringify(review));
      assert.ok(left < MAX_BYTES, `${left} bytes`);
    });
  }
});
