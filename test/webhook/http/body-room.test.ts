import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createBodyRoom } from '../../../src/webhook/http/body-room.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const MIB = 1024 * 1024;

/** Room for 10 MiB. */
function start() {
  const clock = new ManualClock();
  const room = createBodyRoom({ totalBytes: 10 * MIB, clock });
  const enter = ({ hasMore = true } = {}) => {
    const state = { isPaused: false, isEnded: false };
    const place = room.enter({
      pause: () => {
        state.isPaused = true;
      },
      resume: () => {
        state.isPaused = false;
      },
      hasMore: () => hasMore,
      end: () => {
        state.isEnded = true;
      },
    });
    return { ...place, state };
  };
  return { clock, enter };
}

describe('the room for large bodies', () => {
  test('is taken by what has come, and not by what is announced', () => {
    const { enter } = start();
    const bodies = Array.from({ length: 100 }, () => enter());
    for (const body of bodies) body.take(1_000);
    assert.ok(bodies.every(({ state }) => !state.isPaused));
  });

  test('is left to the body that came first once it is full, until that is over', () => {
    const { enter } = start();
    const [first, second] = [enter(), enter()];
    second.take(4 * MIB);
    first.take(6 * MIB);
    const third = enter();
    assert.deepEqual(
      [first, second, third].map(({ state }) => state.isPaused),
      [false, true, true],
    );
    first.take(6 * MIB);
    first.leave();
    assert.deepEqual(
      [second, third].map(({ state }) => state.isPaused),
      [false, false],
    );
  });

  test('is taken from a sender that sends nothing, within little more than a second', async () => {
    const { clock, enter } = start();
    const [first, second] = [enter(), enter()];
    first.take(10 * MIB - 1);
    await clock.advance(5_000);
    assert.equal(first.state.isEnded, false);
    second.take(1);
    for (let look = 0; look < 12; look += 1) await clock.advance(100);
    assert.deepEqual([first.state.isEnded, second.state.isPaused], [true, false]);
  });

  test('is taken from a sender that sends a byte now and then', async () => {
    const { clock, enter } = start();
    const [first, second] = [enter(), enter()];
    first.take(1 * MIB);
    second.take(9 * MIB);
    for (let look = 0; look < 14; look += 1) {
      first.take(1);
      await clock.advance(100);
    }
    assert.deepEqual([first.state.isEnded, second.state.isPaused], [true, false]);
  });

  test('is taken from all that have sent nothing more while they were paused', async () => {
    const { clock, enter } = start();
    const silent = Array.from({ length: 20 }, () => enter({ hasMore: false }));
    for (const body of silent) body.take(MIB / 2);
    const late = enter();
    for (let look = 0; look < 12; look += 1) await clock.advance(100);
    assert.equal(late.state.isPaused, false);
  });

  test('is left to a sender that is fast, however long it takes', async () => {
    const { clock, enter } = start();
    const [first, second] = [enter(), enter()];
    second.take(10 * MIB);
    for (let look = 0; look < 40; look += 1) {
      first.take(MIB / 4);
      await clock.advance(100);
    }
    assert.deepEqual([first.state.isEnded, second.state.isEnded], [false, false]);
  });

  test('is not asked for back by one that has given it back', () => {
    const { enter } = start();
    const [first, second] = [enter(), enter()];
    first.take(10 * MIB);
    first.leave();
    first.leave();
    first.take(10 * MIB);
    assert.equal(second.state.isPaused, false);
  });
});
