import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { LISTED_RESOURCES, type ListedResource } from '../../src/kubernetes/listed-resources.ts';
import type { ApiConnections } from './api-writer.ts';

/** What an API server alone takes for the lists of an audit. */
export interface PlainLists {
  readonly seconds: number;
  readonly pages: number;
  readonly podBytes: number;
}

/** The same lists as an audit reads, and as it does: the pods once it has all others. Nothing is done with an answer. */
export async function readPlainLists(connections: ApiConnections): Promise<PlainLists> {
  const { nodes, events, replicaSets, statefulSets, jobs, pods } = LISTED_RESOURCES;
  const startedAtMs = performance.now();
  const others = await Promise.all(
    [nodes, events, replicaSets, statefulSets, jobs].map((resource) => readList(connections, resource)),
  );
  const podList = await readList(connections, pods);
  return {
    seconds: (performance.now() - startedAtMs) / 1_000,
    pages: [...others, podList].reduce((sum, { pages }) => sum + pages, 0),
    podBytes: podList.bytes,
  };
}

async function readList(connections: ApiConnections, resource: ListedResource) {
  let [pages, bytes] = [0, 0];
  let token: string | undefined = '';
  while (token !== undefined) {
    const page = await readPage(connections, resource, token);
    pages += 1;
    bytes += page.bytes;
    token = page.next;
  }
  return { pages, bytes };
}

async function readPage(
  { url, options }: ApiConnections,
  { groupPath, plural, fieldSelector, metadataOnly = false }: ListedResource,
  token: string,
) {
  const query = new URLSearchParams({ limit: '500' });
  if (fieldSelector !== undefined) query.set('fieldSelector', fieldSelector);
  if (token !== '') query.set('continue', token);
  const headers = { ...options.headers, ...(metadataOnly ? { accept: METADATA_ONLY } : {}) };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  get(`${url}${groupPath}/${plural}?${query}`, { ...options, headers }, resolve).on('error', reject);
  return thrownAway(await promise);
}

const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** The token is in the first few hundred bytes, before the items. */
async function thrownAway(response: AsyncIterable<Buffer>) {
  let bytes = 0;
  let head = '';
  for await (const chunk of response) {
    bytes += chunk.length;
    if (head.length < HEAD_LENGTH) head += chunk.toString('latin1', 0, HEAD_LENGTH);
  }
  const [, next] = /"continue":"([^"]+)"/.exec(head.slice(0, HEAD_LENGTH)) ?? [];
  return { bytes, next };
}

const HEAD_LENGTH = 2_000;
