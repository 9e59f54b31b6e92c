import { REVIEWED_KINDS } from '../documents/workloads/kubernetes-kinds.ts';
import type { WorkloadKind } from '../documents/workloads/workload-kind.ts';
import { firstCase, literal, literals } from './cel.ts';
import type { DecidedPod } from './decision-variables.ts';

interface KindPlace extends WorkloadKind {
  /** Of the pod template. */
  readonly path: string;
}

export const KINDS: readonly KindPlace[] = REVIEWED_KINDS.map((kind) => ({ ...kind, path: templatePath(kind) }));

function templatePath({ pods }: WorkloadKind): string {
  return pods.kind === 'templates' ? pods.places[0].path.join('.') : '';
}

/** The expression for the kind of the object; the most common one needs no case. */
export function ofKind(expression: (kind: KindPlace) => string): string {
  const otherwise = expression(KINDS.find(({ kind }) => kind === 'Deployment') ?? KINDS[0] ?? noKind());
  const cases = KINDS.filter((kind) => expression(kind) !== otherwise).map(
    (kind) => [`request.kind.kind == ${literal(kind.kind)}`, expression(kind)] as const,
  );
  return firstCase(cases, otherwise);
}

function noKind(): never {
  throw new Error('there is no kind of workload');
}

function keysOfKind(keysOf: (kind: KindPlace) => readonly string[]): string {
  const entries = KINDS.filter((kind) => keysOf(kind).length > 0).map(
    (kind) => `${literal(kind.kind)}: ${literals(keysOf(kind))}`,
  );
  return `{${entries.join(', ')}}[?request.kind.kind].orValue([])`;
}

/** The pods of a workload, or a pod by itself. */
export const WORKLOAD_POD: DecidedPod = {
  pod: ofKind(({ kind, path }) => (kind === 'Pod' ? 'object' : `object.${path}`)),
  mayBeAdmitted: "request.kind.kind == 'Pod'",
  isOfDaemonSet:
    "request.kind.kind == 'DaemonSet' || request.kind.kind == 'Pod' && object.metadata.?ownerReferences.orValue([]).exists(owner, owner.?controller.orValue(false) && owner.kind == 'DaemonSet')",
  hasComingLabels: true,
  labelsFromName: `variables.workloadName == '' ? [] : ${keysOfKind(({ labelsFromName = [] }) => labelsFromName)}`,
  comingLabels: `(${keysOfKind(({ controllerAssignedLabels = [] }) => controllerAssignedLabels)} +
(variables.workloadName == '' ? ${keysOfKind(({ labelsFromName = [] }) => labelsFromName)} : []) +
(request.kind.kind == 'Job' && object.spec.?completionMode.orValue('') == 'Indexed' || request.kind.kind == 'CronJob' && object.spec.jobTemplate.spec.?completionMode.orValue('') == 'Indexed' ? ['batch.kubernetes.io/job-completion-index'] : []))`,
};

/** Whether an update changes the pods; a pod that exists stays where it is. */
export function templateChanges(): string {
  const before = ofKind(({ kind, path }) => (kind === 'Pod' ? 'oldObject' : `oldObject.${path}`));
  return `request.operation != 'UPDATE' || request.?subResource.orValue('') == 'ephemeralcontainers' || (${WORKLOAD_POD.pod}) != (${before})`;
}
