import { Field } from '../documents/field.ts';
import type { ListPage } from '../documents/list-page.ts';
import type { KubernetesApi } from './api.ts';
import { type ListOptions, listPages } from './list-pages.ts';

/** A kind of custom resource, of whichever version the API server prefers. */
export interface CustomKind {
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
