import { Field } from '../documents/field.ts';
import { type ApiAnswer, type KubernetesApi, objectIn } from './api.ts';
import { answerObject, wordsIn } from './cluster-error.ts';
import type { ListedResource } from './listed-resources.ts';

/** Which objects are kept up to date, and in whose name. */
export interface KeptObjects {
  readonly api: KubernetesApi;
  readonly resource: Pick<ListedResource, 'groupPath' | 'plural'>;
  readonly fieldManager: string;
}

/** As much of an object as a write of it needs; the rest is sent as it is. */
export interface KeptObject {
  readonly metadata: ObjectIdentity;
}

export interface ObjectIdentity {
  /** Absent for an object of the cluster. */
  readonly namespace?: string;
  readonly name: string;
  /** Of the object as it was read; absent for one that is not there yet. */
  readonly uid?: string;
}

export type WriteOutcome =
  /** `version`: of what an apply has left; empty after a deletion. */
  | { readonly kind: 'done'; readonly version: string }
  /** The object, its namespace or its kind is not there any more, or the namespace is being deleted. */
  | { readonly kind: 'gone' }
  /** The object is another by now than the one that was read. */
  | { readonly kind: 'conflict' }
  /** `reason` is one line. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Undefined where there is none, or the API server does not know the kind. @throws ClusterError */
export async function findObject(
  { api, resource }: Omit<KeptObjects, 'fieldManager'>,
  identity: ObjectIdentity,
): Promise<Field | undefined> {
  const answer = await api.send({ method: 'GET', path: pathOf(resource, identity) });
  if (answer.status === 404) return undefined;
  return new Field(objectIn(answer, `read ${resource.plural} ${identity.name}`));
}

/**
 * Makes or replaces an object by server-side apply: whatever others have written into its fields is written over, and two who do so
 * at once both succeed. With a uid it replaces that object and makes none. @throws ClusterError where no answer comes.
 */
export async function applyObject(
  { api, resource, fieldManager }: KeptObjects,
  object: KeptObject,
): Promise<WriteOutcome> {
  const path = `${pathOf(resource, object.metadata)}?fieldManager=${fieldManager}&force=true`;
  const content = { type: 'application/apply-patch+yaml', body: JSON.stringify(object) };
  return outcomeOf(await api.send({ method: 'PATCH', path, content }));
}

/** Deletes the object that was read, and no other of its name. @throws ClusterError where no answer comes. */
export async function deleteObject(
  { api, resource }: Omit<KeptObjects, 'fieldManager'>,
  { uid, ...identity }: ObjectIdentity,
): Promise<WriteOutcome> {
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } });
  const content = { type: 'application/json', body };
  return outcomeOf(await api.send({ method: 'DELETE', path: pathOf(resource, identity), content }));
}

function pathOf({ groupPath, plural }: KeptObjects['resource'], { namespace, name }: ObjectIdentity): string {
  const place = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${groupPath}${place}/${plural}/${encodeURIComponent(name)}`;
}

function outcomeOf({ status, body }: ApiAnswer): WriteOutcome {
  const answer = answerObject(body);
  if (status >= 200 && status < 300) return { kind: 'done', version: versionOf(answer) };
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

/** Source: Kubernetes API conventions, "Concurrency Control and Consistency". */
export function versionOf(object: Field): string {
  const { value: version } = object.get('metadata').get('resourceVersion');
  return typeof version === 'string' ? version : '';
}
