import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BROKEN, DENIED, GONE, HANGING, THROTTLED, WEB } from '../support/eks/server.ts';
import {
  BATCH,
  DESCRIBE_INTERVAL_MS,
  manyProfiles,
  NEW_WEB,
  namesOf,
  namespacesOf,
  startLoadedSource,
  startSource,
} from '../support/eks/started-source.ts';
import { until } from '../support/eventually.ts';

describe('a failed description', () => {
  test('leaves a profile as it was last described, and is reported', async (t) => {
    const { server, load, failures } = await startLoadedSource(t, [WEB, BATCH]);
    server.put(NEW_WEB);
    server.fail('Describe web', DENIED);

    assert.deepEqual(namespacesOf(await load({ describeAll: true })), ['shop', 'jobs-*']);
    assert.deepEqual(failures, [
      'web: ProfileLoadError: DescribeFargateProfile of "web" in cluster "demo" failed: AccessDeniedException (HTTP 403): not authorized',
    ]);
  });

  test('leaves it however often it fails', async (t) => {
    const { server, load, failures } = await startLoadedSource(t, [WEB]);
    server.fail('Describe web', DENIED, THROTTLED, BROKEN);

    await load({ describeAll: true });
    await load();

    assert.deepEqual(namespacesOf(await load()), ['shop']);
    assert.equal(failures.length, 3);
  });

  test('is made up for at the next load', async (t) => {
    const { server, load, clock } = await startLoadedSource(t, [WEB]);
    server.put(NEW_WEB);
    server.fail('Describe web', BROKEN);
    await clock.advance(DESCRIBE_INTERVAL_MS + 1);
    await load();

    assert.deepEqual(namespacesOf(await load()), ['new']);
  });

  test('is made up for at the next load, too, when the old one could still stand', async (t) => {
    const { server, load } = await startLoadedSource(t, [WEB]);
    server.put(NEW_WEB);
    server.fail('Describe web', BROKEN);
    await load({ describeAll: true });

    assert.deepEqual(namespacesOf(await load()), ['new']);
  });

  test('fails the load when that is given up', async (t) => {
    const { server, load } = await startLoadedSource(t, [WEB]);
    const stopping = new AbortController();
    server.fail('Describe web', HANGING);

    const loading = assert.rejects(load({ describeAll: true, signal: stopping.signal }), { name: 'ProfileLoadError' });
    await until('the description is asked for', () => server.takeCalls().includes('Describe web'));
    stopping.abort();

    await loading;
  });

  test('fails the very first load', async (t) => {
    const { server, load } = await startSource(t, [WEB, BATCH]);
    server.fail('Describe batch', BROKEN);

    await assert.rejects(load(), {
      name: 'ProfileLoadError',
      message: 'DescribeFargateProfile of "batch" in cluster "demo" failed: ServerException (HTTP 500): Internal error',
    });
  });

  test('of a new name fails the load', async (t) => {
    const { server, load } = await startLoadedSource(t, [WEB]);
    server.put(BATCH);
    server.fail('Describe batch', THROTTLED);

    await assert.rejects(load(), { name: 'ProfileLoadError' });
  });

  test('of a name that came back after its description ran out fails the load', async (t) => {
    const { server, load, clock } = await startLoadedSource(t, [WEB]);
    await clock.advance(DESCRIBE_INTERVAL_MS + 1);
    server.profiles.clear();
    await load();
    server.put(NEW_WEB);
    server.fail('Describe web', BROKEN);

    await assert.rejects(load(), { name: 'ProfileLoadError' });
  });

  test('of a name that was gone when it was last described fails the load', async (t) => {
    const { server, load } = await startSource(t, [WEB]);
    server.fail('Describe web', GONE, BROKEN);
    assert.deepEqual(await load(), []);

    await assert.rejects(load(), { name: 'ProfileLoadError' });
  });

  test('leaves to the next load only what was not described', async (t) => {
    const { server, load } = await startSource(t, [WEB, BATCH]);
    server.fail('Describe batch', BROKEN);
    await assert.rejects(load());
    server.takeCalls();

    assert.deepEqual(namesOf(await load()), ['web', 'batch']);
    assert.deepEqual(server.takeCalls(), ['List', 'Describe batch']);
  });

  test('is followed by no call that had not begun', async (t) => {
    const { server, load } = await startSource(t, manyProfiles());
    server.fail('Describe p0', BROKEN);
    await assert.rejects(load());
    const calls = server.takeCalls().length;

    assert.ok(calls < 20, `${calls} calls`);
    assert.deepEqual(server.takeCalls(), []);
  });
});
