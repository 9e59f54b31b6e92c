import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type AuditOutcome, createAuditLoop } from '../../../src/audit/in-cluster/loop.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const MINUTE_MS = 60_000;
const PERIOD_MS = 10 * MINUTE_MS;
const SUCCEEDED: AuditOutcome = { kind: 'succeeded' };
const FAILED: AuditOutcome = { kind: 'failed', reason: 'no answer' };

/** A loop whose audits end when the test says so, with what it says. */
function looping(periodMs = PERIOD_MS) {
  const clock = new ManualClock();
  const startedAtMs = clock.now();
  const begunAtMs: number[] = [];
  const signals: AbortSignal[] = [];
  let end: (outcome: AuditOutcome) => void = () => undefined;
  const loop = createAuditLoop({
    audit: (signal) => {
      begunAtMs.push(clock.now() - startedAtMs);
      signals.push(signal);
      const { promise, resolve } = Promise.withResolvers<AuditOutcome>();
      end = resolve;
      return promise;
    },
    periodMs,
    clock,
  });
  loop.start();
  return { clock, loop, begunAtMs, signals, end: (outcome: AuditOutcome) => end(outcome) };
}

describe('an audit that is repeated', () => {
  test('begins at once, and then the period after it last began', async () => {
    const { clock, begunAtMs, end } = looping();
    await clock.advance(MINUTE_MS);
    end(SUCCEEDED);
    await clock.advance(9 * MINUTE_MS);
    assert.deepEqual(begunAtMs, [0, PERIOD_MS]);
  });

  test('is never under way twice: one that takes longer than the period is followed at once', async () => {
    const { clock, begunAtMs, end } = looping();
    await clock.advance(25 * MINUTE_MS);
    assert.deepEqual(begunAtMs, [0]);
    end(SUCCEEDED);
    await clock.advance(0);
    assert.deepEqual(begunAtMs, [0, 25 * MINUTE_MS]);
  });

  test('is tried again after a minute while none has succeeded', async () => {
    const { clock, loop, begunAtMs, end } = looping();
    end(FAILED);
    await clock.advance(MINUTE_MS);
    assert.deepEqual([begunAtMs, loop.last()?.reason, loop.ageMs()], [[0, MINUTE_MS], 'no answer', undefined]);
  });

  test('is tried again sooner than that where the period is shorter', async () => {
    const { clock, begunAtMs, end } = looping(10_000);
    end(FAILED);
    await clock.advance(10_000);
    assert.deepEqual(begunAtMs, [0, 10_000]);
  });

  test('is tried again in the next period once one has succeeded', async () => {
    const { clock, loop, begunAtMs, end } = looping();
    end(SUCCEEDED);
    await clock.advance(PERIOD_MS);
    end(FAILED);
    await clock.advance(PERIOD_MS);
    assert.deepEqual(begunAtMs, [0, PERIOD_MS, 2 * PERIOD_MS]);
    assert.equal(loop.ageMs(), 2 * PERIOD_MS);
  });

  test('is as old as the begin of the last that has not failed', async () => {
    const { clock, loop, end } = looping();
    await clock.advance(MINUTE_MS);
    end({ kind: 'incomplete' });
    await clock.advance(MINUTE_MS);
    assert.deepEqual([loop.ageMs(), loop.last()?.reason], [2 * MINUTE_MS, undefined]);
  });

  test('ends on request, and is waited for', async () => {
    const { clock, loop, signals, end } = looping();
    const stopped = loop.stop();
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true],
    );
    end(FAILED);
    await stopped;
    assert.deepEqual(clock.pending, []);
  });

  test('does not begin again once it has been stopped', async () => {
    const { clock, loop, begunAtMs, end } = looping();
    end(SUCCEEDED);
    await clock.advance(0);
    await loop.stop();
    await clock.advance(PERIOD_MS);
    assert.deepEqual(begunAtMs, [0]);
  });
});
