import { Field } from '../documents/field.ts';
import type { ApiAnswer, KubernetesApi } from './api.ts';
import { answerObject, wordsIn } from './cluster-error.ts';
import type { ListedResource } from './listed-resources.ts';

/** As much of an object as a write of it needs; the rest is sent as it is. */
export interface NamespacedObject {
  readonly metadata: ObjectIdentity;
}

export interface ObjectIdentity {
  readonly namespace: string;
  readonly name: string;
  /** Of the object as it was read; absent for one that is not there yet. */
  readonly uid?: string;
}

export type WriteOutcome =
  | { readonly kind: 'done' }
  /** The namespace is not there any more, or is being deleted. */
  | { readonly kind: 'gone' }
  /** The object is another by now than the one that was read. */
  | { readonly kind: 'conflict' }
  /** `reason` is one line. */
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Makes or replaces an object by server-side apply: whatever others have written into its fields is written over, and two who do so
 * at once both succeed. With a uid it replaces that object and makes none. @throws ClusterError where no answer comes.
 */
export async function applyObject(
  api: KubernetesApi,
  resource: ListedResource,
  object: NamespacedObject,
): Promise<WriteOutcome> {
  const path = `${pathOf(resource, object.metadata)}?fieldManager=fargate-admission&force=true`;
  const content = { type: 'application/apply-patch+yaml', body: JSON.stringify(object) };
  return outcomeOf(await api.send({ method: 'PATCH', path, content }));
}

/** Deletes the object that was read, and no other of its name. @throws ClusterError where no answer comes. */
export async function deleteObject(
  api: KubernetesApi,
  resource: ListedResource,
  { uid, ...name }: ObjectIdentity,
): Promise<WriteOutcome> {
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } });
  const content = { type: 'application/json', body };
  return outcomeOf(await api.send({ method: 'DELETE', path: pathOf(resource, name), content }));
}

function pathOf({ groupPath, plural }: ListedResource, { namespace, name }: ObjectIdentity): string {
  return `${groupPath}/namespaces/${encodeURIComponent(namespace)}/${plural}/${encodeURIComponent(name)}`;
}

function outcomeOf({ status, body }: ApiAnswer): WriteOutcome {
  if (status >= 200 && status < 300) return { kind: 'done' };
  const answer = answerObject(body);
  if (status === 404 || isTerminating(answer)) return { kind: 'gone' };
  if (status === 409) return { kind: 'conflict' };
  const words = wordsIn(answer);
  return { kind: 'failed', reason: status === 403 ? words : `the API server answered HTTP ${status}: ${words}` };
}

/** Source: Kubernetes, admission plugin NamespaceLifecycle, which names this cause beside HTTP 403. */
function isTerminating(answer: Field): boolean {
  const { value: causes } = answer.get('details').get('causes');
  return (
    Array.isArray(causes) && causes.some((cause) => new Field(cause).get('reason').value === 'NamespaceTerminating')
  );
}
