import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createBatcher } from '../../../src/webhook/http/webhook-app.ts';

/** A turn that hands over at most three, and the groups so far. */
function start() {
  const groups: (readonly string[])[] = [];
  const add = createBatcher<string>(3, (group) => groups.push(group));
  return { add, groups };
}

describe('what comes in one turn of the event loop', () => {
  test('is handed over together, in its order, when the turn ends', async () => {
    const { add, groups } = start();
    add('a');
    await Promise.resolve();
    add('b');
    assert.deepEqual(groups, []);
    await setImmediate();
    assert.deepEqual(groups, [['a', 'b']]);
  });

  test('is handed over in groups that are not too large', async () => {
    const { add, groups } = start();
    for (const item of 'abcdefg') add(item);
    await setImmediate();
    assert.deepEqual(groups, [['a', 'b', 'c'], ['d', 'e', 'f'], ['g']]);
  });

  test('is not mixed with what comes in the next', async () => {
    const { add, groups } = start();
    add('a');
    await setImmediate();
    add('b');
    await setImmediate();
    assert.deepEqual(groups, [['a'], ['b']]);
  });
});
