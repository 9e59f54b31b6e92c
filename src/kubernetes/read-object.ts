import type { KubernetesApi } from './api.ts';
import { answerObject, ClusterError, firstLineOf, wordsIn } from './cluster-error.ts';
import type { WorkloadResource } from './workload-resources.ts';

/** The object as the API server writes it. `context` is what the user calls the cluster. @throws ClusterError */
export async function readObject(api: KubernetesApi, reference: ObjectReference, context: string): Promise<unknown> {
  const { status, body } = await api.send({ method: 'GET', path: pathOf(reference) });
  if (status !== 200) throw refusal(reference, { status, body, context });
  try {
    return JSON.parse(body);
  } catch (error) {
    throw unanswered(reference, `the answer is no JSON: ${firstLineOf(error)}`, error);
  }
}

function pathOf({ resource, namespace, name }: ObjectReference): string {
  const { group, version, plural } = resource;
  const api = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const place = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${api}${place}/${plural}/${encodeURIComponent(name)}`;
}

export interface ObjectReference {
  readonly resource: ReadableResource;
  /** Undefined for an object of the cluster. */
  readonly namespace: string | undefined;
  readonly name: string;
}

export type ReadableResource = Pick<WorkloadResource, 'group' | 'version' | 'plural' | 'singular'>;

interface Refusal {
  /** HTTP. */
  readonly status: number;
  /** A metav1.Status as JSON, or whatever a proxy answers. */
  readonly body: string;
  readonly context: string;
}

/** An answer that is not the object. */
function refusal(reference: ObjectReference, { status, body, context }: Refusal): ClusterError {
  const { resource, namespace, name } = reference;
  const object = `${resource.singular} ${name}`;
  const rights = `"get" on ${qualified(resource)}${namespace === undefined ? '' : ` in namespace ${namespace}`}`;
  const place = namespace === undefined ? `context "${context}"` : `namespace ${namespace} of context "${context}"`;
  const words = wordsIn(answerObject(body));
  switch (status) {
    case 401:
      return new ClusterError(
        'failed',
        `the API server does not accept the login of context "${context}": log in again`,
      );
    case 403:
      return new ClusterError('failed', `${object} may not be read: ${words}: ask for the right to ${rights}`);
    case 404:
      return new ClusterError('not-found', `${place} has no ${object}`);
    default:
      return unanswered(reference, `the API server answered HTTP ${status}: ${words}`);
  }
}

function unanswered({ resource, name }: ObjectReference, reason: string, cause?: unknown): ClusterError {
  return new ClusterError('failed', `cannot read ${resource.singular} ${name}: ${reason}`, { cause });
}

function qualified({ plural, group }: ReadableResource): string {
  return group === '' ? plural : `${plural}.${group}`;
}
