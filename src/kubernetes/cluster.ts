import type { KubeConfig } from '@kubernetes/client-node';
import { answerObject, ClusterError, firstLineOf, wordsIn } from './cluster-error.ts';
import { type KubeconfigChoice, loadKubeconfig } from './kubeconfig.ts';
import { apiOf } from './kubeconfig-api.ts';
import type { WorkloadResource } from './workload-resources.ts';

/** A cluster that a person reads objects from, with that person's rights. */
export interface Cluster {
  /** Of the context; where it names none, `default`. */
  readonly namespace: string;
  /** The object as the API server writes it. @throws ClusterError */
  read(reference: ObjectReference): Promise<unknown>;
}

/** @throws ClusterError where the kubeconfig cannot be used. */
export function openCluster(choice: KubeconfigChoice): Cluster {
  const config = loadKubeconfig(choice);
  const namespace = config.getContextObject(config.getCurrentContext())?.namespace || 'default';
  return { namespace, read: (reference) => readObject(config, reference) };
}

async function readObject(config: KubeConfig, reference: ObjectReference): Promise<unknown> {
  const { status, body } = await apiOf(config).send({ method: 'GET', path: pathOf(reference) });
  if (status !== 200) throw refusal(reference, { status, body, context: config.getCurrentContext() });
  try {
    return JSON.parse(body);
  } catch (error) {
    throw unanswered(reference, `the answer is no JSON: ${firstLineOf(error)}`, error);
  }
}

function pathOf({ resource, namespace, name }: ObjectReference): string {
  const { group, version, plural } = resource;
  const api = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return `${api}/namespaces/${encodeURIComponent(namespace)}/${plural}/${encodeURIComponent(name)}`;
}

export interface ObjectReference {
  readonly resource: WorkloadResource;
  readonly namespace: string;
  readonly name: string;
}

export interface Refusal {
  /** HTTP. */
  readonly status: number;
  /** A metav1.Status as JSON, or whatever a proxy answers. */
  readonly body: string;
  readonly context: string;
}

/** An answer that is not the object. */
export function refusal(reference: ObjectReference, { status, body, context }: Refusal): ClusterError {
  const { resource, namespace, name } = reference;
  const object = `${resource.singular} ${name}`;
  const rights = `"get" on ${qualified(resource)} in namespace ${namespace}`;
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
      return new ClusterError('not-found', `namespace ${namespace} of context "${context}" has no ${object}`);
    default:
      return unanswered(reference, `the API server answered HTTP ${status}: ${words}`);
  }
}

export function unanswered({ resource, name }: ObjectReference, reason: string, cause?: unknown): ClusterError {
  return new ClusterError('failed', `cannot read ${resource.singular} ${name}: ${reason}`, { cause });
}

function qualified({ plural, group }: WorkloadResource): string {
  return group === '' ? plural : `${plural}.${group}`;
}
