import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Field } from '../../src/documents/field.ts';
import { closeNow, listenLocally } from '../support/local-server.ts';
import { clusterObjects, podStatuses, type Scale } from './scale-cluster.ts';

/** The pages of every list of one cluster, by the path of the list, as an API server sends them. */
export type RecordedLists = ReadonlyMap<string, readonly string[]>;

/** What an audit asks for at most. */
const PAGE_SIZE = 500;

/** A cluster of this size, without an API server: what that one would have made of the objects is not read by an audit. */
export function recordLists(scale: Scale): RecordedLists {
  const objects = new Map<string, Map<string, object>>();
  for (const { path, body } of clusterObjects(scale)) {
    const list = path.replace(/\/namespaces\/[^/]+/, '');
    const metadata = new Field(body).get('metadata');
    const key = `${metadata.get('namespace').string() ?? ''}/${metadata.get('name').string() ?? ''}`;
    objects.set(list, (objects.get(list) ?? new Map()).set(key, body));
  }
  const pods = objects.get('/api/v1/pods');
  for (const { path, body } of podStatuses(scale)) {
    const [, namespace = '', name = ''] = /\/namespaces\/([^/]+)\/pods\/([^/]+)\/status$/.exec(path) ?? [];
    const key = `${namespace}/${name}`;
    const pod = pods?.get(key);
    if (pod !== undefined) pods?.set(key, { ...pod, ...body });
  }
  return new Map([...objects].map(([list, found]) => [list, pagesOf([...found.values()])]));
}

function pagesOf(items: readonly object[]): readonly string[] {
  const count = Math.ceil(items.length / PAGE_SIZE);
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      kind: 'List',
      metadata: index + 1 < count ? { continue: String(index + 1) } : {},
      items: items.slice(index * PAGE_SIZE, (index + 1) * PAGE_SIZE),
    }),
  );
}

/** An API server that holds each answer back for as long as one is on its way. */
export class RecordedCluster {
  readonly #server: Server;
  readonly #lists: RecordedLists;
  readonly #answerMs: number;
  #port = 0;

  private constructor(lists: RecordedLists, answerMs: number) {
    this.#lists = lists;
    this.#answerMs = answerMs;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async start(lists: RecordedLists, answerMs: number): Promise<RecordedCluster> {
    const cluster = new RecordedCluster(lists, answerMs);
    cluster.#port = await listenLocally(cluster.#server);
    return cluster;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async stop(): Promise<void> {
    await closeNow(this.#server);
  }

  #answer({ url = '/' }: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, this.url);
    const page = this.#lists.get(pathname)?.[Number(searchParams.get('continue') ?? 0)] ?? EMPTY;
    setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(page), this.#answerMs);
  }
}

const EMPTY = JSON.stringify({ kind: 'List', metadata: {}, items: [] });
