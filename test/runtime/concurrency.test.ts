import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { mapConcurrently } from '../../src/runtime/concurrency.ts';

test('results stand in the order of the items, whichever comes first', async () => {
  const slowest = async (turns: number): Promise<string> => {
    for (let turn = 0; turn < turns; turn += 1) await setImmediate();
    return `after ${turns}`;
  };

  assert.deepEqual(await mapConcurrently([3, 1, 2], 2, slowest), ['after 3', 'after 1', 'after 2']);
});

test('no item, no call', async () => {
  assert.deepEqual(await mapConcurrently([], 4, () => assert.fail()), []);
});

test('a call that fails lets those under way end, and begins no other', async () => {
  const begun: string[] = [];
  const ended: string[] = [];
  const call = async (item: string): Promise<void> => {
    begun.push(item);
    if (item === 'bad') throw new Error('bad');
    await setImmediate();
    ended.push(item);
  };

  await assert.rejects(mapConcurrently(['good', 'bad', 'next', 'last'], 2, call), { message: 'bad' });

  assert.deepEqual(begun, ['good', 'bad']);
  assert.deepEqual(ended, ['good']);
});
