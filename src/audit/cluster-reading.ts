import { type Field, FieldTypeError } from '../documents/field.ts';
import type { ListPage } from '../documents/list-page.ts';
import { ownValue } from '../fargate/pod.ts';
import { type ControllerKind, Controllers } from './controllers.ts';
import { isFargateNode } from './placement.ts';
import type { ClusterFacts } from './pod-case.ts';
import type { AuditError } from './report/report.ts';
import { SchedulingEvents } from './scheduling-messages.ts';

/** What an audit reads. */
export const READ_RESOURCES = ['nodes', 'namespaces', 'pods', 'events', 'replicaSets', 'statefulSets', 'jobs'] as const;
export type AuditedResource = (typeof READ_RESOURCES)[number];

/** What the checks before an upgrade read beside that: nodes with their status, and the budgets of pods. */
export type ReadResource = AuditedResource | 'nodeStatuses' | 'podDisruptionBudgets';

/** What an audit needs of a cluster. */
export interface ClusterLists {
  /** A list, page by page. `namespace` undefined: of the whole cluster. */
  pages(resource: ReadResource, namespace: string | undefined): AsyncIterable<ListPage>;
}

/** Takes in an item. @throws FieldTypeError */
export type TakeItem = (item: Field) => void;

/** No list of pods was answered: there is nothing to report about. The message is one line. */
export class UnreadableClusterError extends Error {
  override readonly name = 'UnreadableClusterError';
}

/** Reads lists to their end, and records what could not be read. A list that fails does not stop the others. */
export class ClusterReading {
  /** What cannot be read and is not required, a sentence each. */
  readonly notes: string[] = [];
  readonly #errors: AuditError[] = [];
  /** Lists of the whole cluster that are forbidden, where listing namespaces is forbidden, too. */
  readonly #refused: AuditError[] = [];
  #hasPods = false;
  readonly #lists: ClusterLists;
  readonly #namespaces: readonly string[];
  readonly #onPage: (taken: number, remaining: number | undefined) => void;
  #allNamespaces: Promise<readonly string[] | undefined> | undefined;

  /** `namespaces` empty: all. */
  constructor({ lists, namespaces, onPage = () => undefined }: ClusterReadingOptions) {
    this.#lists = lists;
    this.#namespaces = namespaces;
    this.#onPage = onPage;
  }

  /** What could not be read. */
  get errors(): readonly AuditError[] {
    const [first] = this.#refused;
    if (first === undefined) return this.#errors;
    const resource = this.#refused.map((error) => error.resource).join(', ');
    const reason = `${first.reason}; name the namespaces that you can read: --namespace NAMESPACE`;
    return [{ resource, reason }, ...this.#errors];
  }

  /**
   * Of the whole cluster, whatever the namespaces. With permissions for one namespace only, this fails: then `without`
   * completes the note "… cannot be read, …". Resolves to whether every item was read.
   */
  async readCluster(resource: ReadResource, take: TakeItem, without: string): Promise<boolean> {
    const refusal = await this.#readList(resource, undefined, take);
    if (refusal !== undefined) this.notes.push(`${resource} cannot be read, ${without}: ${refusal}`);
    return refusal === undefined && !this.#errors.some((error) => error.resource === resource);
  }

  /** @throws UnreadableClusterError where no list of pods was answered. */
  requirePods(): void {
    if (this.#hasPods) return;
    const ofPods = this.errors.filter(({ resource }) => resource.split(', ').includes('pods'));
    const reasons = [...new Set(ofPods.map(({ reason }) => reason))];
    throw new UnreadableClusterError(`no pods could be read: ${reasons.join('; ') || 'there is no namespace to read'}`);
  }

  /** Of the namespaces: with one list where that is allowed, else with one for each. */
  async read(resource: ReadResource, take: TakeItem): Promise<void> {
    if (this.#namespaces.length > 0) return this.#readEach(resource, this.#namespaces, take);
    const refusal = await this.#readList(resource, undefined, take);
    if (refusal === undefined) return;
    this.#allNamespaces ??= this.#listNamespaces();
    const namespaces = await this.#allNamespaces;
    if (namespaces === undefined) this.#refused.push({ resource, reason: refusal });
    else await this.#readEach(resource, namespaces, take);
  }

  async #readEach(resource: ReadResource, namespaces: readonly string[], take: TakeItem): Promise<void> {
    for (const namespace of namespaces) {
      const refusal = await this.#readList(resource, namespace, take);
      if (refusal !== undefined) this.#errors.push({ namespace, resource, reason: refusal });
    }
  }

  async #listNamespaces(): Promise<readonly string[] | undefined> {
    const names: string[] = [];
    const refusal = await this.#readList('namespaces', undefined, (item) => {
      names.push(item.get('metadata').get('name').string() ?? '');
    });
    return refusal === undefined ? names : undefined;
  }

  /** Resolves to why the list is forbidden; any other end before the last page is an error by itself. */
  async #readList(resource: ReadResource, namespace: string | undefined, take: TakeItem): Promise<string | undefined> {
    let taken = 0;
    for await (const page of this.#lists.pages(resource, namespace)) {
      if (page.kind === 'failed') {
        if (page.problem === 'forbidden' && taken === 0) return page.reason;
        this.#addError({ resource, reason: endedEarly(page.reason, taken) }, namespace);
        return undefined;
      }
      for (const item of page.items) this.#take(item, take, resource);
      taken += page.items.length;
      if (resource !== 'pods') continue;
      this.#hasPods = true;
      this.#onPage(page.items.length, page.remaining);
    }
    return undefined;
  }

  #take(item: Field, take: TakeItem, resource: ReadResource): void {
    try {
      take(item);
    } catch (error) {
      if (!(error instanceof FieldTypeError)) throw error;
      const name = metadataText(item, 'name');
      const reason = name === undefined ? error.message : `${name}: ${error.message}`;
      this.#addError({ resource, reason }, metadataText(item, 'namespace'));
    }
  }

  #addError(error: Omit<AuditError, 'namespace'>, namespace: string | undefined): void {
    this.#errors.push(namespace === undefined ? error : { namespace, ...error });
  }
}

export interface ClusterReadingOptions {
  readonly lists: ClusterLists;
  /** Empty: all. */
  readonly namespaces: readonly string[];
  /** Called after each page of pods. */
  readonly onPage?: (taken: number, remaining: number | undefined) => void;
}

function endedEarly(reason: string, taken: number): string {
  return taken === 0 ? reason : `the list ended after ${taken}: ${reason}`;
}

/** Of an item of which nothing is certain, not even that it is an object. */
function metadataText(item: Field, key: 'name' | 'namespace'): string | undefined {
  try {
    return item.get('metadata').get(key).string();
  } catch (error) {
    if (error instanceof FieldTypeError) return undefined;
    throw error;
  }
}

const CONTROLLER_LISTS: readonly (readonly [kind: ControllerKind, resource: ReadResource])[] = [
  ['ReplicaSet', 'replicaSets'],
  ['StatefulSet', 'statefulSets'],
  ['Job', 'jobs'],
];

/** Label of a Fargate node (seen). */
const COMPUTE_TYPE_LABEL = 'eks.amazonaws.com/compute-type';

/** Of every node on AWS. Source: Kubernetes, "Well-Known Labels, Annotations and Taints". */
const REGION_LABEL = 'topology.kubernetes.io/region';

/** Reads everything that pods are compared with, before the first pod: then no pod has to be kept. */
export async function readFacts(
  reading: ClusterReading,
  { profiles, nowMs }: Pick<ClusterFacts, 'profiles' | 'nowMs'>,
): Promise<ClusterFacts> {
  const fargateNodes = new Set<string>();
  let hasOtherNodes = false;
  let region: string | undefined;
  const controllers = new Controllers();
  const events = new SchedulingEvents();
  const [isEveryNodeRead] = await Promise.all([
    reading.readCluster(
      'nodes',
      (node) => {
        const metadata = node.get('metadata');
        const name = metadata.get('name').string() ?? '';
        const labels = metadata.get('labels').textMap();
        const isLabelled = ownValue(labels, COMPUTE_TYPE_LABEL) === 'fargate';
        region ??= ownValue(labels, REGION_LABEL) || undefined;
        if (isLabelled) fargateNodes.add(name);
        hasOtherNodes ||= !isFargateNode(name, fargateNodes);
      },
      'so Fargate nodes are recognized by name only',
    ),
    reading.read('events', (event) => events.add(event)),
    ...CONTROLLER_LISTS.map(([kind, resource]) => reading.read(resource, (item) => controllers.add(kind, item))),
  ]);
  const hasFargateNodesOnly = isEveryNodeRead && !hasOtherNodes;
  return { profiles, fargateNodes, hasFargateNodesOnly, controllers, events, nowMs, region };
}
