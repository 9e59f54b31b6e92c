import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { withDeadline } from '../../src/profiles/deadline.ts';
import { ManualClock } from '../support/manual-clock.ts';

const NEVER = new AbortController().signal;

test('work that ends in time leaves no timer behind', async () => {
  const clock = new ManualClock();

  assert.equal(await withDeadline({ clock, timeoutMs: 100, signal: NEVER }, async () => 'done'), 'done');
  assert.deepEqual(clock.pending, []);
});

test('work that fails in time fails as it did', async () => {
  const clock = new ManualClock();
  const fail = (): Promise<never> => Promise.reject(new TypeError('broken'));

  await assert.rejects(withDeadline({ clock, timeoutMs: 100, signal: NEVER }, fail), { name: 'TypeError' });
  assert.deepEqual(clock.pending, []);
});

test('work that never ends is ended, and its signal is aborted', async () => {
  const clock = new ManualClock();
  let received: AbortSignal | undefined;
  const hang = (signal: AbortSignal): Promise<never> => {
    received = signal;
    return new Promise(() => {});
  };

  const ended = assert.rejects(withDeadline({ clock, timeoutMs: 100, signal: NEVER }, hang), {
    name: 'DeadlineError',
    message: 'took longer than 100 ms',
  });
  await clock.advance(100);

  await ended;
  assert.equal(received?.aborted, true);
});

test('work that was given up before it began does not last', async () => {
  const signal = AbortSignal.abort(new Error('given up'));
  const hang = (): Promise<never> => new Promise(() => {});

  await assert.rejects(withDeadline({ clock: new ManualClock(), timeoutMs: 100, signal }, hang), {
    message: 'given up',
  });
});

test('work leaves nothing on a signal that outlives it', async () => {
  const clock = new ManualClock();
  const { signal } = new AbortController();
  const workOften = async (): Promise<void> => {
    for (let time = 0; time < 2_000; time += 1) {
      await withDeadline({ clock, timeoutMs: 100, signal }, async (given) => given.aborted);
    }
  };

  await workOften();
  const before = await settledHeapBytes();
  await workOften();

  // Half a kilobyte for each would be a megabyte.
  assert.ok((await settledHeapBytes()) - before < 300_000);
});

/** What is in use once garbage is collected. */
async function settledHeapBytes(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collectGarbage: unknown = runInNewContext('gc');
  for (let round = 0; round < 3; round += 1) {
    if (typeof collectGarbage === 'function') collectGarbage();
    await setImmediate();
  }
  return process.memoryUsage().heapUsed;
}
