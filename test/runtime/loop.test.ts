import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLoop, type EndedRun, type RunOutcome } from '../../src/runtime/loop.ts';
import { ManualClock } from '../support/manual-clock.ts';

const SUCCEEDED: RunOutcome = { kind: 'succeeded' };
const FAILED: RunOutcome = { kind: 'failed', reason: 'no answer' };

/** A loop of runs that take a second each and end in this order; it pauses for a minute. */
function looping(...outcomes: readonly RunOutcome[]) {
  const clock = new ManualClock();
  const ended: EndedRun<RunOutcome>[] = [];
  const left = [...outcomes];
  const loop = createLoop({
    run: async () => {
      await clock.advance(1_000);
      return left.shift() ?? SUCCEEDED;
    },
    pauseMs: (run) => {
      ended.push(run);
      return 60_000;
    },
    clock,
  });
  return { clock, loop, ended };
}

describe('a loop', () => {
  test('says of each run how long it took, and how many have failed in a row', async () => {
    const { clock, loop, ended } = looping(FAILED, FAILED, SUCCEEDED, FAILED);
    loop.start();
    await clock.advance(240_000);
    assert.deepEqual(
      ended.slice(0, 4).map(({ durationMs, failures, hasSucceeded }) => [durationMs, failures, hasSucceeded]),
      [
        [1_000, 1, false],
        [1_000, 2, false],
        [1_000, 0, true],
        [1_000, 1, true],
      ],
    );
  });

  test('knows the outcome of its last run, and the age of the last that did not fail', async () => {
    const { clock, loop } = looping(SUCCEEDED, FAILED);
    assert.deepEqual([loop.last(), loop.ageMs()], [undefined, undefined]);
    loop.start();
    await clock.advance(70_000);
    assert.deepEqual([loop.last(), loop.ageMs()], [FAILED, 70_000]);
  });

  test('begins no run after its stop', async () => {
    const { clock, loop, ended } = looping();
    loop.start();
    await clock.advance(1_000);
    await loop.stop();
    await clock.advance(600_000);
    assert.deepEqual([ended.length, clock.pending], [1, []]);
  });
});
