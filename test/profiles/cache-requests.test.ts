import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BATCH, MINUTE_MS, startLoadedCache, WEB } from '../support/started-cache.ts';

describe('a refresh that a review asks for', () => {
  test('is carried out at once', async () => {
    const { cache, source } = await startLoadedCache();

    cache.requestRefresh({ describeAll: true });

    assert.deepEqual(source.describedAll, [false, true]);
  });

  test('is carried out at the end of the cooldown, together with all others until then', async () => {
    const { cache, clock, source } = await startLoadedCache({ refreshIntervalMs: 60 * MINUTE_MS });
    cache.requestRefresh({ describeAll: false });
    await source.succeed(WEB);

    for (const describeAll of [false, true, false]) cache.requestRefresh({ describeAll });
    await clock.advance(MINUTE_MS - 1);
    assert.equal(source.count, 2);
    await clock.advance(1);

    assert.deepEqual(source.describedAll, [false, false, true]);
  });

  test('starts a cooldown of its own at the end of one', async () => {
    const { cache, clock, source } = await startLoadedCache({ refreshIntervalMs: 60 * MINUTE_MS });

    for (let second = 0; second < 600; second += 1) {
      cache.requestRefresh({ describeAll: true });
      await source.succeed(WEB);
      await clock.advance(1_000);
    }

    assert.equal(source.count, 1 + 1 + 10);
  });

  test('waits for the load under way', async () => {
    const { cache, source } = await startLoadedCache();
    cache.reload();

    cache.requestRefresh({ describeAll: true });
    assert.equal(source.count, 2);
    await source.succeed(WEB);

    assert.deepEqual(source.describedAll, [false, false, true]);
  });
});

describe('a change of the files', () => {
  test('is loaded at once, cooldown or not', async () => {
    const { cache, source } = await startLoadedCache();
    cache.requestRefresh({ describeAll: false });
    await source.succeed(WEB);

    cache.reload();

    assert.equal(source.count, 3);
  });

  test('during a load is loaded once after it', async () => {
    const { cache, source } = await startLoadedCache();

    for (let index = 0; index < 5; index += 1) cache.reload();
    assert.equal(source.count, 2);
    await source.succeed(WEB);
    await source.succeed(BATCH);

    assert.equal(source.count, 3);
    assert.deepEqual(cache.current?.profiles, [BATCH]);
  });
});
