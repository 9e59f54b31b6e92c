import { Field } from '../documents/field.ts';
import type { ListPage } from '../documents/list-page.ts';
import type { ApiAnswer, KubernetesApi } from './api.ts';
import { answerObject, ClusterError, wordsIn } from './cluster-error.ts';
import type { ListedResource } from './listed-resources.ts';

export interface WantedList {
  readonly resource: ListedResource;
  /** Undefined: of the whole cluster. */
  readonly namespace: string | undefined;
}

interface ListOptions {
  /** Between two attempts. */
  readonly wait: (delayMs: number) => Promise<void>;
}

/** As kubectl asks. Source: Kubernetes, "Retrieving large results sets in chunks". */
const PAGE_SIZE = 500;

/** A page of large pods has several megabytes. */
const LIST_TIMEOUT_MS = 60_000;

/** A list, page by page; the next is asked for once the last has been taken in. */
export async function* listPages(
  api: KubernetesApi,
  wanted: WantedList,
  { wait }: ListOptions,
): AsyncGenerator<ListPage, void, undefined> {
  let token: string | undefined = '';
  while (token !== undefined) {
    const answer = await sendRepeatedly(api, requestFor(wanted, token), wait);
    const page = answer instanceof ClusterError ? failed('other', answer.message) : readPage(answer);
    // The list has gone on for so long that its version is gone; the API server offers to go on with a newer one.
    token = page.kind === 'expired' ? page.token : page.next;
    if (page.kind !== 'expired') yield page.page;
  }
}

type Read =
  | { readonly kind: 'page'; readonly page: ListPage; readonly next: string | undefined }
  | { readonly kind: 'expired'; readonly token: string };

function requestFor({ resource, namespace }: WantedList, token: string) {
  const { groupPath, plural, metadataOnly = false, fieldSelector } = resource;
  const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
  if (fieldSelector !== undefined) query.set('fieldSelector', fieldSelector);
  if (token !== '') query.set('continue', token);
  const place = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return {
    method: 'GET',
    path: `${groupPath}${place}/${plural}?${query}`,
    timeoutMs: LIST_TIMEOUT_MS,
    ...(metadataOnly ? { accept: METADATA_ONLY } : {}),
  } as const;
}

/** Source: Kubernetes API concepts, "Metadata-only fetches"; with a second choice for a proxy that knows no better. */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/** The API server sheds load by 429, and an etcd that changes its leader shows as 500. */
const WORTH_ANOTHER_TRY: readonly number[] = [429, 500, 502, 503, 504];
const RETRY_DELAYS_MS = [1_000, 3_000];

async function sendRepeatedly(
  api: KubernetesApi,
  request: ReturnType<typeof requestFor>,
  wait: ListOptions['wait'],
): Promise<ApiAnswer | ClusterError> {
  for (const delayMs of RETRY_DELAYS_MS) {
    const answer = await sendOnce(api, request);
    const isDone =
      answer instanceof ClusterError ? answer.problem !== 'failed' : !WORTH_ANOTHER_TRY.includes(answer.status);
    if (isDone) return answer;
    await wait(delayMs);
  }
  return sendOnce(api, request);
}

async function sendOnce(api: KubernetesApi, request: ReturnType<typeof requestFor>): Promise<ApiAnswer | ClusterError> {
  try {
    return await api.send(request);
  } catch (error) {
    if (error instanceof ClusterError) return error;
    throw error;
  }
}

function readPage({ status, body }: ApiAnswer): Read {
  const document = answerObject(body);
  const metadata = metadataIn(document);
  const next = textOf(metadata.get('continue'));
  if (status === 200 && isList(document)) {
    const remaining = metadata.get('remainingItemCount').value;
    const page = {
      kind: 'page',
      items: document
        .get('items')
        .list()
        .map(({ value }) => new Field(value)),
      remaining: typeof remaining === 'number' ? remaining : next === undefined ? 0 : undefined,
    } as const;
    return { kind: 'page', page, next };
  }
  if (status === 410 && next !== undefined) return { kind: 'expired', token: next };
  const words = wordsIn(document);
  return failed(
    PROBLEMS.get(status) ?? 'other',
    status === 403 ? words : `the API server answered HTTP ${status}: ${words}`,
  );
}

/** Empty where it is no object: a proxy may answer anything. */
function metadataIn(document: Field): Field {
  const metadata = document.get('metadata');
  return typeof metadata.value === 'object' && !Array.isArray(metadata.value) ? metadata : new Field({});
}

/** The API server writes an empty list of metadata as `null` (seen). */
function isList(document: Field): boolean {
  const { value: items } = document.get('items');
  const { value: kind } = document.get('kind');
  return Array.isArray(items) || (items === null && typeof kind === 'string' && kind.endsWith('List'));
}

const PROBLEMS: ReadonlyMap<number, 'forbidden' | 'missing'> = new Map([
  [403, 'forbidden'],
  [404, 'missing'],
]);

function failed(problem: 'forbidden' | 'missing' | 'other', reason: string): Read & { readonly kind: 'page' } {
  return { kind: 'page', page: { kind: 'failed', problem, reason }, next: undefined };
}

function textOf({ value }: Field): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A kind of custom resource, of whichever version the API server prefers. */
interface CustomKind {
  readonly group: string;
  readonly kind: string;
}

/** All resources of the kind; the list has failed as `missing` where the API server does not know it. @throws ClusterError */
export async function* listCustomResources(
  api: KubernetesApi,
  { group, kind }: CustomKind,
  options: ListOptions,
): AsyncGenerator<ListPage, void, undefined> {
  const { status, body } = await api.send({ method: 'GET', path: `/apis/${group}` });
  if (status === 404) {
    yield { kind: 'failed', problem: 'missing', reason: `the API server knows no group ${group}` };
    return;
  }
  const version = status === 200 ? preferredVersion(body) : undefined;
  if (version === undefined) {
    yield { kind: 'failed', problem: 'other', reason: `the API server answered HTTP ${status} for group ${group}` };
    return;
  }
  const resource = { groupPath: `/apis/${group}/${version}`, plural: `${kind.toLowerCase()}s` };
  yield* listPages(api, { resource, namespace: undefined }, options);
}

function preferredVersion(body: string): string | undefined {
  try {
    const { value } = new Field(JSON.parse(body)).get('preferredVersion').get('version');
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
