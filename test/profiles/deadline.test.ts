import assert from 'node:assert/strict';
import { test } from 'node:test';
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

test('work that never ends is ended, and told so by its signal', async () => {
  const clock = new ManualClock();
  let told: AbortSignal | undefined;
  const hang = (signal: AbortSignal): Promise<never> => {
    told = signal;
    return new Promise(() => {});
  };

  const ended = assert.rejects(withDeadline({ clock, timeoutMs: 100, signal: NEVER }, hang), {
    name: 'DeadlineError',
    message: 'took longer than 100 ms',
  });
  await clock.advance(100);

  await ended;
  assert.equal(told?.aborted, true);
});

test('work that was given up before it began does not last', async () => {
  const signal = AbortSignal.abort(new Error('given up'));
  const hang = (): Promise<never> => new Promise(() => {});

  await assert.rejects(withDeadline({ clock: new ManualClock(), timeoutMs: 100, signal }, hang), {
    message: 'given up',
  });
});
