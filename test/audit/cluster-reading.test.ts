import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ClusterLists, ClusterReading, type ReadResource } from '../../src/audit/cluster-reading.ts';
import { Field } from '../../src/documents/field.ts';
import type { ListPage } from '../../src/documents/list-page.ts';

function page(...names: readonly string[]): ListPage {
  return { kind: 'page', items: names.map((name) => new Field({ metadata: { name } })), remaining: undefined };
}

function failed(problem: 'forbidden' | 'missing' | 'other'): ListPage {
  return { kind: 'failed', problem, reason: `it is ${problem}` };
}

/** By resource, and by `resource/namespace` for one namespace; without an entry the list is empty. */
type Lists = Readonly<Record<string, readonly ListPage[]>>;

function openReading(lists: Lists, namespaces: readonly string[] = []) {
  const asked: string[] = [];
  const pages: string[] = [];
  const fake: ClusterLists = {
    async *pages(resource: ReadResource, namespace: string | undefined) {
      const key = namespace === undefined ? resource : `${resource}/${namespace}`;
      asked.push(key);
      yield* lists[key] ?? [page()];
    },
  };
  const onPage = (taken: number, remaining: number | undefined) => pages.push(`${taken} of ${remaining}`);
  return { reading: new ClusterReading({ lists: fake, namespaces, onPage }), asked, pages };
}

/** Keeps the names of what is taken. */
function collector() {
  const names: unknown[] = [];
  return { names, take: (item: Field) => names.push(item.get('metadata').get('name').string()) };
}

describe('reading the lists of a cluster', () => {
  test('takes every item of every page, in order', async () => {
    const { reading } = openReading({ jobs: [page('a', 'b'), page('c')] });
    const { names, take } = collector();
    await reading.read('jobs', take);
    assert.deepEqual(names, ['a', 'b', 'c']);
  });

  test('asks for one list where no namespace is named, and for one of each that is', async () => {
    const all = openReading({});
    await all.reading.read('jobs', () => undefined);
    const some = openReading({}, ['shop', 'tools']);
    await some.reading.read('jobs', () => undefined);
    assert.deepEqual([all.asked, some.asked], [['jobs'], ['jobs/shop', 'jobs/tools']]);
  });

  test('asks for what belongs to no namespace as a whole, whatever namespaces are named', async () => {
    const { reading, asked } = openReading({}, ['shop']);
    await reading.readCluster('nodes', () => undefined, 'so there are none');
    assert.deepEqual(asked, ['nodes']);
  });

  test('notes once that a list which is not needed may not be read', async () => {
    const { reading } = openReading({ nodes: [failed('forbidden')] }, ['shop']);
    await reading.readCluster('nodes', () => undefined, 'so that names decide');
    assert.deepEqual(reading.notes, ['nodes cannot be read, so that names decide: it is forbidden']);
    assert.deepEqual(reading.errors, []);
  });

  test('says once, and with a way out, that the whole cluster may not be read', async () => {
    const { reading } = openReading({
      jobs: [failed('forbidden')],
      pods: [failed('forbidden')],
      namespaces: [failed('forbidden')],
    });
    await reading.read('jobs', () => undefined);
    await reading.read('pods', () => undefined);
    const reason = 'it is forbidden; name the namespaces that you can read: --namespace NAMESPACE';
    assert.deepEqual(reading.errors, [{ resource: 'jobs, pods', reason }]);
    assert.throws(() => reading.requirePods(), {
      name: 'UnreadableClusterError',
      message: `no pods could be read: ${reason}`,
    });
  });

  test('has nothing to report where a cluster does not answer, and says why once', async () => {
    const { reading } = openReading({ 'pods/shop': [failed('other')], 'pods/tools': [failed('other')] }, [
      'shop',
      'tools',
    ]);
    await reading.read('pods', () => undefined);
    assert.throws(() => reading.requirePods(), { message: 'no pods could be read: it is other' });
  });

  test('has pods to report about where one list of several is answered, though it is empty', async () => {
    const { reading } = openReading({ 'pods/secret': [failed('forbidden')] }, ['secret', 'shop']);
    await reading.read('pods', () => undefined);
    assert.doesNotThrow(() => reading.requirePods());
  });

  test('lists the namespaces once, however many lists fall back on them', async () => {
    const { reading, asked } = openReading({
      jobs: [failed('forbidden')],
      events: [failed('forbidden')],
      namespaces: [page('shop')],
    });
    await Promise.all([reading.read('jobs', () => undefined), reading.read('events', () => undefined)]);
    assert.deepEqual(asked.toSorted(), ['events', 'events/shop', 'jobs', 'jobs/shop', 'namespaces']);
    assert.deepEqual(reading.errors, []);
  });

  test('falls back on no namespace for a list that has failed otherwise', async () => {
    const { reading, asked } = openReading({ jobs: [failed('missing')] });
    await reading.read('jobs', () => undefined);
    assert.deepEqual(asked, ['jobs']);
    assert.deepEqual(reading.errors, [{ resource: 'jobs', reason: 'it is missing' }]);
  });

  test('takes nothing twice where the right to a list is lost half-way', async () => {
    const { reading } = openReading({ jobs: [page('a'), failed('forbidden')], namespaces: [page('shop')] });
    const { names, take } = collector();
    await reading.read('jobs', take);
    assert.deepEqual(names, ['a']);
    assert.deepEqual(reading.errors, [{ resource: 'jobs', reason: 'the list ended after 1: it is forbidden' }]);
  });

  test('names the namespace of a list that ends early', async () => {
    const { reading } = openReading({ 'jobs/shop': [page('a', 'b'), failed('other')] }, ['shop', 'tools']);
    await reading.read('jobs', () => undefined);
    assert.deepEqual(reading.errors, [
      { namespace: 'shop', resource: 'jobs', reason: 'the list ended after 2: it is other' },
    ]);
  });

  test('names an item that cannot be taken, and goes on with the next', async () => {
    const broken = new Field({ metadata: { name: 7, namespace: 'shop' } });
    const { reading } = openReading({ jobs: [{ kind: 'page', items: [broken], remaining: 0 }, page('b')] });
    const { names, take } = collector();
    await reading.read('jobs', take);
    assert.deepEqual(names, ['b']);
    assert.deepEqual(reading.errors, [
      { namespace: 'shop', resource: 'jobs', reason: 'metadata.name: expected a string, got a number' },
    ]);
  });

  test('passes on a fault of the consumer of the items', async () => {
    const { reading } = openReading({ jobs: [page('a')] });
    const fault = new RangeError('a fault');
    const take = () => {
      throw fault;
    };
    await assert.rejects(reading.read('jobs', take), fault);
  });

  test('reports the progress of pods alone', async () => {
    const pods: ListPage = { kind: 'page', items: [new Field({})], remaining: 4 };
    const { reading, pages } = openReading({ pods: [pods], jobs: [page('a')] });
    await reading.read('jobs', () => undefined);
    await reading.read('pods', () => undefined);
    assert.deepEqual(pages, ['1 of 4']);
  });

  test('goes on after an item that is no object at all', async () => {
    const { reading } = openReading({ jobs: [{ kind: 'page', items: [new Field('x')], remaining: 0 }, page('b')] });
    const { names, take } = collector();
    await reading.read('jobs', take);
    assert.deepEqual(names, ['b']);
    assert.deepEqual(reading.errors, [{ resource: 'jobs', reason: 'the document: expected an object, got a string' }]);
  });
});
