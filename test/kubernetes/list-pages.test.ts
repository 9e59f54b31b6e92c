import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ListPage } from '../../src/documents/list-page.ts';
import { ClusterError } from '../../src/kubernetes/cluster-error.ts';
import { listPages, type WantedList } from '../../src/kubernetes/list-pages.ts';
import { LISTED_RESOURCES } from '../../src/kubernetes/listed-resources.ts';
import { RecordedApi } from '../support/kubernetes/recorded-api.ts';

const PODS: WantedList = { resource: LISTED_RESOURCES.pods, namespace: undefined };

type Answers = ConstructorParameters<typeof RecordedApi>[0];

async function listed(answers: Answers, wanted: WantedList = PODS) {
  const api = new RecordedApi(answers);
  const delaysMs: number[] = [];
  const wait = async (delayMs: number): Promise<void> => {
    delaysMs.push(delayMs);
  };
  const pages: ListPage[] = [];
  for await (const page of listPages(api, wanted, { wait })) pages.push(page);
  return { pages, delaysMs, requests: api.requests, paths: api.requests.map(({ path }) => path) };
}

function page(names: readonly string[], metadata: object = {}): object {
  return { kind: 'PodList', metadata, items: names.map((name) => ({ metadata: { name } })) };
}

function namesIn(pages: readonly ListPage[]): readonly unknown[] {
  return pages.flatMap((one) =>
    one.kind === 'page' ? one.items.map((item) => item.get('metadata').get('name').value) : [one.problem],
  );
}

const STATUS = { kind: 'Status', message: 'pods is forbidden: User "x" cannot list resource "pods"' };

describe('a list', () => {
  test('is read 500 at a time, to its end', async () => {
    const { pages, paths } = await listed([
      [200, page(['a', 'b'], { continue: 'to ken', remainingItemCount: 1 })],
      [200, page(['c'])],
    ]);
    assert.deepEqual(namesIn(pages), ['a', 'b', 'c']);
    assert.deepEqual(paths, ['/api/v1/pods?limit=500', '/api/v1/pods?limit=500&continue=to+ken']);
  });

  test('says how many more there are, where the API server does', async () => {
    const { pages } = await listed([
      [200, page(['a'], { continue: 'x', remainingItemCount: 7 })],
      [200, page(['b'], { continue: 'y' })],
      [200, page(['c'])],
    ]);
    assert.deepEqual(
      pages.map((one) => one.kind === 'page' && one.remaining),
      [7, undefined, 0],
    );
  });

  test('of a namespace is asked for by its path', async () => {
    const { paths } = await listed([[200, page([])]], { ...PODS, namespace: 'shop' });
    assert.deepEqual(paths, ['/api/v1/namespaces/shop/pods?limit=500']);
  });

  test('of events asks for those of schedulers alone', async () => {
    const { paths } = await listed([[200, page([])]], { ...PODS, resource: LISTED_RESOURCES.events });
    assert.deepEqual(paths, ['/api/v1/events?limit=500&fieldSelector=reason%3DFailedScheduling']);
  });

  test('of nodes asks for metadata alone', async () => {
    const { requests } = await listed([[200, page([])]], { ...PODS, resource: LISTED_RESOURCES.nodes });
    assert.match(requests[0]?.accept ?? '', /^application\/json;as=PartialObjectMetadataList;g=meta\.k8s\.io;v=v1,/);
  });

  test('of metadata is empty where the API server writes null', async () => {
    const { pages } = await listed([[200, { kind: 'PartialObjectMetadataList', metadata: {}, items: null }]]);
    assert.deepEqual(namesIn(pages), []);
    assert.equal(pages[0]?.kind, 'page');
  });

  test('goes on with the newer version that the API server offers once its own is gone', async () => {
    const { pages, paths } = await listed([
      [200, page(['a'], { continue: 'old' })],
      [410, { kind: 'Status', reason: 'Expired', message: 'too old', metadata: { continue: 'new' } }],
      [200, page(['b'])],
    ]);
    assert.deepEqual(namesIn(pages), ['a', 'b']);
    assert.equal(paths.at(-1), '/api/v1/pods?limit=500&continue=new');
  });

  test('ends where it is gone and nothing newer is offered', async () => {
    const { pages } = await listed([
      [200, page(['a'], { continue: 'old' })],
      [410, { kind: 'Status', message: 'too old' }],
    ]);
    const reason = 'the API server answered HTTP 410: too old';
    assert.deepEqual(pages.at(-1), { kind: 'failed', problem: 'other', reason });
  });

  test('that may not be read says so in the words of the API server, and is not asked for again', async () => {
    const { pages, delaysMs } = await listed([[403, STATUS]]);
    assert.deepEqual(pages, [{ kind: 'failed', problem: 'forbidden', reason: STATUS.message }]);
    assert.deepEqual(delaysMs, []);
  });

  test('that the API server does not know is missing', async () => {
    const { pages } = await listed([[404, '404 page not found']]);
    const reason = 'the API server answered HTTP 404: without a reason';
    assert.deepEqual(pages, [{ kind: 'failed', problem: 'missing', reason }]);
  });

  for (const status of [429, 500, 503]) {
    test(`is asked for again after HTTP ${status}, twice at most`, async () => {
      const { pages, delaysMs } = await listed([
        [status, STATUS],
        [status, STATUS],
        [200, page(['a'])],
      ]);
      assert.deepEqual(namesIn(pages), ['a']);
      assert.deepEqual(delaysMs, [1_000, 3_000]);
    });
  }

  test('ends after three attempts', async () => {
    const { pages } = await listed([
      [503, 'busy'],
      [503, 'busy'],
      [503, 'busy'],
    ]);
    assert.deepEqual(namesIn(pages), ['other']);
  });

  for (const [what, body] of [
    ['no JSON', '<html>'],
    ['no list', '{"kind":"Status","status":"Success"}'],
    ['a list', '[]'],
  ] as const) {
    test(`ends with an answer that is ${what}`, async () => {
      assert.deepEqual(namesIn((await listed([[200, body]])).pages), ['other']);
    });
  }

  test('is taken as it is where its metadata is no object', async () => {
    const { pages } = await listed([[200, '{"kind":"PodList","metadata":"none","items":[{"metadata":{"name":"a"}}]}']]);
    assert.deepEqual(namesIn(pages), ['a']);
  });

  test('that may not be read says so whatever else the answer holds', async () => {
    const { pages } = await listed([[403, '{"metadata":[],"message":"no"}']]);
    assert.deepEqual(pages, [{ kind: 'failed', problem: 'forbidden', reason: 'no' }]);
  });

  test('is asked for again where there was no answer, and not where the credentials are refused', async () => {
    const failing = async (problem: 'failed' | 'configuration') => {
      const delaysMs: number[] = [];
      const api = { send: () => Promise.reject(new ClusterError(problem, 'no answer')) };
      const wait = async (delayMs: number) => void delaysMs.push(delayMs);
      const pages: ListPage[] = [];
      for await (const page of listPages(api, PODS, { wait })) pages.push(page);
      return { pages, delaysMs };
    };
    const pages = [{ kind: 'failed', problem: 'other', reason: 'no answer' }];
    assert.deepEqual(await failing('failed'), { pages, delaysMs: [1_000, 3_000] });
    assert.deepEqual(await failing('configuration'), { pages, delaysMs: [] });
  });

  test('passes on a fault that is not of the cluster', async () => {
    const api = { send: () => Promise.reject(new RangeError('a fault')) };
    await assert.rejects(listPages(api, PODS, { wait: async () => undefined }).next(), RangeError);
  });

  test('asks for the next page once the last has been taken', async () => {
    const api = new RecordedApi([
      [200, page(['a'], { continue: 'x' })],
      [200, page(['b'])],
    ]);
    await listPages(api, PODS, { wait: async () => undefined }).next();
    assert.equal(api.requests.length, 1);
  });
});
