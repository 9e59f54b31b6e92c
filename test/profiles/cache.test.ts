import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ProfileLoadError } from '../../src/profiles/source.ts';
import { BATCH, MINUTE_MS, startCache, startLoadedCache, WEB } from '../support/started-cache.ts';

const REFUSED = new ProfileLoadError('EKS refused');

describe('at first', () => {
  test('there are no profiles, and they have no age', () => {
    const { cache } = startCache();

    assert.equal(cache.current, undefined);
    assert.deepEqual(cache.status, { ageMs: undefined, lastError: undefined });
  });

  test('profiles are there once they are loaded, sorted by name', async () => {
    const { cache, source } = startCache();

    await source.succeed(WEB, BATCH);

    assert.deepEqual(
      cache.current?.profiles.map(({ name }) => name),
      ['batch', 'web'],
    );
  });

  test('start() settles with the first load, also when that fails', async () => {
    const { started, source } = startCache();

    await source.fail(REFUSED);

    assert.equal(await started, undefined);
  });

  test('a load that fails is tried again after pauses that grow up to the refresh interval', async () => {
    const { clock, source } = startCache({ random: () => 1 });
    const pauses: number[] = [];

    for (let attempt = 1; attempt <= 8; attempt += 1) {
      await source.fail(REFUSED);
      const [pauseMs = 0] = clock.pending;
      pauses.push(pauseMs);
      await clock.advance(pauseMs);
      assert.equal(source.count, attempt + 1);
    }

    assert.deepEqual(pauses, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  test('half of such a pause is left to chance', async () => {
    const { clock, source } = startCache({ random: () => 0 });

    await source.fail(REFUSED);

    assert.deepEqual(clock.pending, [500]);
  });

  test('reviews set off no load: one is under way or will be soon', async () => {
    const { cache, source } = startCache();
    await source.fail(REFUSED);

    cache.requestRefresh({ describeAll: true });

    assert.equal(source.count, 1);
  });
});

describe('regularly', () => {
  test('profiles are loaded again when the refresh interval has passed since the last load', async () => {
    const { cache, clock, source } = await startLoadedCache();

    await clock.advance(MINUTE_MS - 1);
    assert.equal(source.count, 1);
    await clock.advance(1);
    await source.succeed(BATCH);

    assert.deepEqual(cache.current?.profiles, [BATCH]);
    assert.deepEqual(source.describedAll, [false, false]);
  });

  test('only one load runs, however long it takes', async () => {
    const { clock, source } = await startLoadedCache({ loadTimeoutMs: 60 * MINUTE_MS });

    await clock.advance(30 * MINUTE_MS);

    assert.equal(source.count, 2);
  });
});

describe('a refresh that fails', () => {
  test('leaves the last good profiles, however old, and reports age and error', async () => {
    const { cache, clock, source } = await startLoadedCache();

    for (let minute = 1; minute <= 60; minute += 1) {
      await clock.advance(MINUTE_MS);
      await source.fail(REFUSED);
    }

    assert.deepEqual(cache.current?.profiles, [WEB]);
    assert.deepEqual(cache.status, { ageMs: 60 * MINUTE_MS, lastError: REFUSED });
    assert.deepEqual(clock.pending, [MINUTE_MS]);
  });

  test('is forgotten with the next one that succeeds', async () => {
    const { cache, clock, source } = await startLoadedCache();
    await clock.advance(MINUTE_MS);
    await source.fail(REFUSED);

    await clock.advance(MINUTE_MS);
    await source.succeed(WEB);

    assert.deepEqual(cache.status, { ageMs: 0, lastError: undefined });
  });

  test('leaves what it was to describe to the next one', async () => {
    const { cache, clock, source } = await startLoadedCache();
    cache.requestRefresh({ describeAll: true });
    await source.fail(REFUSED);

    await clock.advance(MINUTE_MS);
    await source.succeed(WEB);
    await clock.advance(MINUTE_MS);

    assert.deepEqual(source.describedAll, [false, true, true, false]);
  });

  test('is one that takes longer than it may, even if the source does not heed its signal', async () => {
    const { cache, clock, source } = await startLoadedCache({ loadTimeoutMs: 5_000 });
    cache.reload();

    await clock.advance(5_000);

    assert.equal(source.signal.aborted, true);
    assert.equal(cache.status.lastError?.message, 'loading the profiles failed: took longer than 5000 ms');
    assert.deepEqual(clock.pending, [MINUTE_MS]);
  });

  test('is one whose source breaks in an unforeseen way', async () => {
    const { cache, source } = startCache();

    await source.fail(new TypeError('x is not a function'));

    assert.equal(cache.status.lastError?.message, 'loading the profiles failed: x is not a function');
  });
});

describe('a listener', () => {
  test('receives each load, how it ended and how long it took', async () => {
    const { clock, source, outcomes } = startCache();
    await clock.advance(700);
    await source.fail(REFUSED);
    await clock.advance(1_000);
    await source.succeed(WEB);

    assert.deepEqual(
      outcomes.map((outcome) => ({ ...outcome, profiles: undefined })),
      [
        { kind: 'failed', error: REFUSED, durationMs: 700, profiles: undefined },
        { kind: 'loaded', durationMs: 500, profiles: undefined },
      ],
    );
  });
});

describe('after stop()', () => {
  test('the load under way is given up without a word, and nothing is left to come', async () => {
    const { cache, clock, source, outcomes } = await startLoadedCache();
    cache.requestRefresh({ describeAll: false });

    cache.stop();
    await source.fail(REFUSED);
    cache.requestRefresh({ describeAll: false });

    assert.equal(source.signal.aborted, true);
    assert.equal(outcomes.length, 1);
    assert.deepEqual(clock.pending, []);
  });

  test('the last profiles are still served', async () => {
    const { cache } = await startLoadedCache();

    cache.stop();

    assert.deepEqual(cache.current?.profiles, [WEB]);
  });
});
