import { answerObject, wordsIn } from './answer-object.ts';
import { ClusterError } from './cluster-error.ts';
import type { WorkloadResource } from './workload-resources.ts';

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
        `the API server does not accept the login of context "${context}": log in anew`,
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
