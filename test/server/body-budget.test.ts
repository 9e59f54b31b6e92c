import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createBodyBudget } from '../../src/server/body-budget.ts';

/** A budget of 10 bytes, and who has entered it. */
function start() {
  const budget = createBodyBudget({ totalBytes: 10, alwaysBytes: 1 });
  const entered: string[] = [];
  const enter = (name: string, bytes: number, signal = new AbortController().signal) =>
    budget.enter(bytes, signal).then((leave) => {
      entered.push(name);
      return leave;
    });
  return { enter, entered };
}

describe('the room for bodies', () => {
  test('is there for as many bytes as there are', async () => {
    const { enter } = start();
    await enter('first', 4);
    await enter('second', 6);
  });

  test('is given in the order of asking, once those before have left', async () => {
    const { enter, entered } = start();
    const leave = await enter('first', 8);
    enter('second', 7);
    enter('third', 2);
    await setImmediate();
    assert.deepEqual(entered, ['first']);
    leave();
    await setImmediate();
    assert.deepEqual(entered, ['first', 'second', 'third']);
  });

  test('is always there for what is small', async () => {
    const { enter } = start();
    await enter('first', 10);
    enter('second', 5);
    await enter('small', 1);
  });

  test('is refused to one that gives up, and free for the next', async () => {
    const { enter, entered } = start();
    const { signal, abort } = abortable();
    await enter('first', 6);
    const second = enter('second', 7, signal);
    enter('third', 4);
    abort();
    await assert.rejects(second, { name: 'AbortError' });
    await setImmediate();
    assert.deepEqual(entered, ['first', 'third']);
  });
});

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
