import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Description, EksApi } from '../../src/profiles/eks-api.ts';
import { GONE, WEB } from '../support/eks/server.ts';
import {
  BATCH,
  DESCRIBE_INTERVAL_MS,
  NEW_WEB,
  namesOf,
  namespacesOf,
  sourceOf,
  startLoadedSource,
  startSource,
} from '../support/eks/started-source.ts';

describe('EKS is asked for', () => {
  test('the list and each description at first', async (t) => {
    const { server, load } = await startSource(t, [WEB, BATCH]);

    assert.deepEqual(namesOf(await load()), ['web', 'batch']);
    assert.deepEqual(server.takeCalls().toSorted(), ['Describe batch', 'Describe web', 'List']);
  });

  test('one list a refresh while all profiles are ACTIVE', async (t) => {
    const { server, load, clock } = await startLoadedSource(t, [WEB, BATCH]);

    for (let minute = 1; minute <= 9; minute += 1) {
      await clock.advance(60_000);
      await load();
    }

    assert.deepEqual(server.takeCalls(), Array(9).fill('List'));
  });

  test('each description again once the describe interval has passed', async (t) => {
    const { server, load, clock } = await startLoadedSource(t, [WEB, BATCH]);

    await clock.advance(DESCRIBE_INTERVAL_MS + 1);
    await load();

    assert.deepEqual(server.takeCalls().toSorted(), ['Describe batch', 'Describe web', 'List']);
  });

  test('each description again when the caller wants that', async (t) => {
    const { server, load } = await startLoadedSource(t, [WEB, BATCH]);

    await load({ describeAll: true });

    assert.deepEqual(server.takeCalls().toSorted(), ['Describe batch', 'Describe web', 'List']);
  });

  test('the description of a profile that is being created each time, until it is ACTIVE', async (t) => {
    const { server, load } = await startLoadedSource(t, [{ ...WEB, status: 'CREATING' }]);

    await load();
    server.put(WEB);
    await load();
    await load();

    assert.deepEqual(server.takeCalls(), ['List', 'Describe web', 'List', 'Describe web', 'List']);
  });

  test('the description of a new name at once', async (t) => {
    const { server, load } = await startLoadedSource(t, [WEB]);
    server.put(BATCH);

    assert.deepEqual(namesOf(await load()), ['web', 'batch']);
    assert.deepEqual(server.takeCalls(), ['List', 'Describe batch']);
  });

  test('the description of a name that had left the list', async (t) => {
    const { server, load } = await startLoadedSource(t, [WEB]);
    server.profiles.clear();
    assert.deepEqual(await load(), []);
    server.put(NEW_WEB);

    assert.deepEqual(namespacesOf(await load()), ['new']);
  });

  test('four descriptions at a time', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `p${index}`);
    const underWay = new Set<string>();
    let most = 0;
    const describeProfile = async (name: string): Promise<Description> => {
      most = Math.max(most, underWay.add(name).size);
      await setImmediate();
      underWay.delete(name);
      return { kind: 'gone' };
    };
    const api: EksApi = { listProfileNames: async () => names, describeProfile };

    await sourceOf(api).load({ signal: new AbortController().signal, describeAll: false });

    assert.equal(most, 4);
  });
});

describe('a profile', () => {
  test('that was deleted and created again under its name is seen at its next description', async (t) => {
    const { server, load, clock } = await startLoadedSource(t, [WEB]);
    server.put(NEW_WEB);

    const before = await load();
    await clock.advance(DESCRIBE_INTERVAL_MS + 1);
    const after = await load();

    assert.deepEqual(namespacesOf(before), ['shop']);
    assert.deepEqual(namespacesOf(after), ['new']);
  });

  test('that is deleted between the list and its description is left out', async (t) => {
    const { server, load, failures } = await startSource(t, [WEB, BATCH]);
    server.fail('Describe web', GONE);

    assert.deepEqual(namesOf(await load()), ['batch']);
    assert.deepEqual(failures, []);
  });
});
