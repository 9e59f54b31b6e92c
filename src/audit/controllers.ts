import type { Field } from '../documents/field.ts';
import { parsePod } from '../documents/workloads/pod.ts';
import type { WorkloadKind } from '../documents/workloads/workload-kind.ts';
import { WORKLOAD_KINDS } from '../documents/workloads/workload-kinds.ts';
import { type OwnerReference, ownValue, type Pod } from '../fargate/pod.ts';
import { PROFILE_LABEL } from '../fargate/prediction.ts';

/** The object that a user creates, from which pods come. */
export interface WorkloadReference {
  /** `apps`; absent for the core group, and where the pod does not say it. */
  readonly apiGroup?: string;
  /** `Pod` for one that nothing controls. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Kinds whose lists say more about their pods: what controls them in turn, and what is in their template. */
export const CONTROLLER_KINDS = ['ReplicaSet', 'StatefulSet', 'Job'] as const;
export type ControllerKind = (typeof CONTROLLER_KINDS)[number];

type Owner = Pick<OwnerReference, 'apiVersion' | 'kind' | 'name'>;

interface Controller {
  /** One hop up: the Deployment of a ReplicaSet, the CronJob of a Job. */
  readonly owner: Owner | undefined;
  readonly template: KnownTemplate;
}

/** What the author of a pod wrote where EKS writes too. */
export type Template =
  /** As the template of its controller says. */
  | KnownTemplate
  /** The pod itself is as its author wrote it, since EKS has not seen it. */
  | { readonly kind: 'itself' }
  /** The pod alone does not show what its author and what EKS has written. */
  | { readonly kind: 'unknown' };

export interface KnownTemplate {
  readonly kind: 'known';
  readonly profileName: string | undefined;
  readonly schedulerName: string | undefined;
}

/** Pods that a controller has not created yet: those of a StatefulSet come one by one. */
export interface MissingPods {
  /** As the template says. */
  readonly pod: Pod;
  readonly count: number;
}

/** The controllers of pods, each kept as a few fields. */
export class Controllers {
  readonly #known = new Map<string, Controller>();
  readonly #missing: MissingPods[] = [];

  /** Of ReplicaSets and StatefulSets that want more pods than they have. */
  get missingPods(): readonly MissingPods[] {
    return this.#missing;
  }

  /** An item of a list. @throws FieldTypeError */
  add(kind: ControllerKind, item: Field): void {
    const metadata = item.get('metadata');
    const owner = metadata
      .get('ownerReferences')
      .list()
      .find((reference) => reference.get('controller').boolean());
    const template = item.get('spec').get('template');
    const labels = template.get('metadata').get('labels').textMap();
    const namespace = metadata.get('namespace').string() ?? '';
    const count = missingIn(item);
    if (count > 0) this.#missing.push({ pod: parsePod(template, namespace), count });
    this.#known.set(keyOf(kind, namespace, metadata.get('name').string() ?? ''), {
      owner: owner && readOwner(owner),
      template: {
        kind: 'known',
        profileName: ownValue(labels, PROFILE_LABEL) || undefined,
        schedulerName: template.get('spec').get('schedulerName').string() || undefined,
      },
    });
  }

  workloadOf(pod: Pod, podName: string): WorkloadReference {
    const { namespace } = pod;
    const controller = controllerOf(pod);
    if (controller === undefined) return { kind: 'Pod', namespace, name: podName };
    const owner = labelledWorkload(pod, controller) ?? this.#find(controller, namespace)?.owner ?? controller;
    return { ...groupOf(owner), kind: owner.kind, namespace, name: owner.name };
  }

  templateOf(pod: Pod): Template {
    const controller = controllerOf(pod);
    const known = controller && this.#find(controller, pod.namespace);
    return known?.template ?? { kind: 'unknown' };
  }

  #find({ kind, name }: Pick<OwnerReference, 'kind' | 'name'>, namespace: string): Controller | undefined {
    return this.#known.get(keyOf(kind, namespace, name));
  }
}

/** A Job has neither field. Source: Kubernetes API reference, ReplicaSetStatus and StatefulSetStatus. */
function missingIn(item: Field): number {
  const wanted = item.get('spec').get('replicas').number() ?? 0;
  return wanted - (item.get('status').get('replicas').number() ?? wanted);
}

/** @throws FieldTypeError */
function readOwner(reference: Field): Owner {
  const apiVersion = reference.get('apiVersion').string();
  const kind = reference.get('kind').string() ?? '';
  const name = reference.get('name').string() ?? '';
  return { ...(apiVersion === undefined ? {} : { apiVersion }), kind, name };
}

/** `apps/v1` is of the group apps, and `v1` of the core group. */
function groupOf({ apiVersion = '' }: Owner): Pick<WorkloadReference, 'apiGroup'> {
  const end = apiVersion.indexOf('/');
  return end <= 0 ? {} : { apiGroup: apiVersion.slice(0, end) };
}

/** Tells two workloads apart. No part of it holds a slash. */
export function workloadKey({ apiGroup = '', kind, namespace, name }: WorkloadReference): string {
  return `${apiGroup}/${kind}/${namespace}/${name}`;
}

function controllerOf({ ownerReferences }: Pod): OwnerReference | undefined {
  return ownerReferences.find(({ controller }) => controller);
}

type LabelledKind = Pick<WorkloadKind, 'kind' | 'apiVersions'> & { readonly label: string };

/** By the kind of the controller of the pods, for the kinds whose pods name their workload. */
const LABELLED_KINDS: ReadonlyMap<string, readonly LabelledKind[]> = Map.groupBy(
  WORKLOAD_KINDS.flatMap(({ kind, apiVersions, podLabel, podOwners, ownerOfPods }) =>
    podLabel === undefined
      ? []
      : (podOwners ?? [ownerOfPods]).map((owner) => ({ owner, kind, apiVersions, label: podLabel })),
  ),
  ({ owner }) => owner,
);

/** Where several controllers are between the pods and what a user creates, a label leads to it, without another list. */
function labelledWorkload({ labels }: Pod, { kind: owner }: OwnerReference): Owner | undefined {
  for (const { kind, apiVersions, label } of LABELLED_KINDS.get(owner) ?? []) {
    const name = ownValue(labels, label);
    if (name !== undefined && name !== '') return { apiVersion: apiVersions[0], kind, name };
  }
  return undefined;
}

/** No name holds a slash. */
function keyOf(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

/** What does not replace a pod that is deleted: the next run has new ones. */
const RUN_ONCE: ReadonlySet<string> = new Set(WORKLOAD_KINDS.flatMap(({ kind, runsOnce }) => (runsOnce ? [kind] : [])));

const RESTARTED_BY_KUBECTL: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** How a person recreates a pod. */
export function recreation({ kind, namespace, name }: WorkloadReference, podName: string): string {
  if (RESTARTED_BY_KUBECTL.has(kind)) return `kubectl rollout restart ${kind.toLowerCase()}/${name} -n ${namespace}`;
  if (RUN_ONCE.has(kind)) return `wait for the next run of ${kind} ${name}, which creates a new pod`;
  if (kind === 'Pod') return `delete the pod and create it again: kubectl delete pod ${podName} -n ${namespace}`;
  return `kubectl delete pod ${podName} -n ${namespace}: ${kind} ${name} creates a new one`;
}

/** Where the author of a pod writes what it is. */
export function sourceOf({ kind, name }: WorkloadReference): string {
  return kind === 'Pod' ? 'the manifest of the pod' : `the pod template of ${kind} ${name}`;
}
