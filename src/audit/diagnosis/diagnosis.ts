import type { Field } from '../../documents/field.ts';
import { capacityOf, formatCapacity } from '../../fargate/capacity.ts';
import { isBoundForFargate, type Prediction, reasonFor } from '../../fargate/prediction.ts';
import type { HealthIssue, ProfileStatus } from '../../fargate/profile.ts';
import { recreation, type WorkloadReference } from '../controllers.ts';
import type { JudgedPod } from '../judge.ts';
import type { ActualPlacement } from '../placement.ts';
import type { AuditError } from '../report/report.ts';
import { AUDIT_CODES, type AuditCode, type Result } from '../result.ts';
import { minorVersionIn, type Skew, skewOf } from '../version-skew.ts';
import { type ContainerProblem, containerFix, containerProblems } from './container-problems.ts';
import type { PodEvent } from './pod-events.ts';

/** What `why -o json` prints. */
export interface PodDiagnosis {
  readonly apiVersion: 'fargate-admission/v1alpha1';
  readonly kind: 'PodDiagnosis';
  readonly pod: { readonly namespace: string; readonly name: string; readonly phase: string };
  readonly workload: WorkloadReference;
  /** Whether it runs, where a new pod like it would run. */
  readonly runsAsMeant: boolean;
  readonly verdict: {
    readonly result: Result;
    readonly code: AuditCode;
    readonly message: string;
  };
  /** The one thing to do; empty where there is nothing to do. */
  readonly fix: string;
  readonly placement: ActualPlacement;
  /** In EKS's words, as it bills it; absent off Fargate. */
  readonly provisioned?: string;
  /** Of a new pod like it. */
  readonly prediction: {
    readonly onFargate: boolean;
    readonly profile?: string;
    readonly reason: string;
    /** Absent where it would not run on Fargate. */
    readonly size?: string;
  };
  /** Absent before the pod has one. */
  readonly node?: DiagnosedNode;
  /** Absent where it cannot be read. */
  readonly controlPlaneVersion?: string;
  /** The one that the pod is on or would be on; absent where there is none. */
  readonly profile?: DiagnosedProfile;
  /** Those that do not run as they are meant to. */
  readonly containers: readonly ContainerProblem[];
  /** The last ones first. */
  readonly events: readonly PodEvent[];
  /** What the verdict depends on and could not be read. */
  readonly errors: readonly AuditError[];
  /** What else could not be read, a sentence each. */
  readonly notes: readonly string[];
}

export interface DiagnosedNode {
  readonly name: string;
  /** Absent where the node cannot be read. */
  readonly kubeletVersion?: string;
  readonly ready?: boolean;
  /** How the kubelet compares with the control plane; absent where a version cannot be read. */
  readonly skew?: Skew;
}

export interface DiagnosedProfile {
  readonly name: string;
  /** Absent where the cluster has no such profile. */
  readonly status?: ProfileStatus;
  readonly healthIssues: readonly HealthIssue[];
}

/** Everything that is read about one pod. */
export interface PodEvidence {
  /** As the API server writes it. */
  readonly pod: Field;
  readonly judged: JudgedPod;
  readonly node: Field | undefined;
  /** `gitVersion` of the API server. */
  readonly controlPlaneVersion: string | undefined;
  readonly events: readonly PodEvent[];
  readonly errors: readonly AuditError[];
  readonly notes: readonly string[];
}

/** @throws FieldTypeError */
export function diagnose(evidence: PodEvidence): PodDiagnosis {
  const { judged, controlPlaneVersion, events, errors, notes } = evidence;
  const { clusterPod, workload, verdict, placement, prediction } = judged;
  const { code, message } = verdict;
  const hasFinished = clusterPod.phase === 'Succeeded' || clusterPod.phase === 'Failed';
  const parts = {
    node: nodeOf(evidence),
    profile: profileOf(judged),
    containers: hasFinished ? [] : containerProblems(evidence.pod),
  };
  return {
    apiVersion: 'fargate-admission/v1alpha1',
    kind: 'PodDiagnosis',
    pod: { namespace: clusterPod.pod.namespace, name: clusterPod.name, phase: clusterPod.phase },
    workload,
    runsAsMeant: runsAsMeant(judged, parts.containers),
    verdict: { result: AUDIT_CODES[code].result, code, message },
    fix: fixOf(judged, parts),
    placement,
    ...(clusterPod.provisioned === undefined ? {} : { provisioned: clusterPod.provisioned }),
    prediction: describePrediction(judged, prediction),
    ...(parts.node === undefined ? {} : { node: parts.node }),
    ...(controlPlaneVersion === undefined ? {} : { controlPlaneVersion }),
    ...(parts.profile === undefined ? {} : { profile: parts.profile }),
    containers: parts.containers,
    events,
    errors,
    notes,
  };
}

function nodeOf({ judged: { placement }, node, controlPlaneVersion = '' }: PodEvidence): DiagnosedNode | undefined {
  if (!('nodeName' in placement)) return undefined;
  const { nodeName: name } = placement;
  if (node === undefined) return { name };
  const kubeletVersion = node.get('status').get('nodeInfo').get('kubeletVersion').string() ?? '';
  const [kubelet, controlPlane] = [minorVersionIn(kubeletVersion), minorVersionIn(controlPlaneVersion)];
  const ready = node
    .get('status')
    .get('conditions')
    .list()
    .find((condition) => condition.get('type').value === 'Ready');
  return {
    name,
    ...(kubeletVersion === '' ? {} : { kubeletVersion }),
    ...(ready === undefined ? {} : { ready: ready.get('status').value === 'True' }),
    ...(kubelet === undefined || controlPlane === undefined ? {} : { skew: skewOf(kubelet, controlPlane) }),
  };
}

function profileOf({ placement, prediction, facts }: JudgedPod): DiagnosedProfile | undefined {
  const actual = 'profileName' in placement ? placement.profileName : undefined;
  const name = actual ?? (prediction.kind === 'fargate' ? prediction.profile.name : undefined);
  if (name === undefined) return undefined;
  const known = facts.profiles.byName.get(name)?.profile;
  return known === undefined
    ? { name, healthIssues: [] }
    : { name, status: known.status, healthIssues: known.healthIssues };
}

function describePrediction({ newPod }: JudgedPod, prediction: Prediction): PodDiagnosis['prediction'] {
  const onFargate = isBoundForFargate(prediction);
  const size = capacityOf(newPod);
  return {
    onFargate,
    ...(prediction.kind === 'fargate' ? { profile: prediction.profile.name } : {}),
    reason: reasonFor(prediction),
    ...(onFargate && size.kind === 'provisioned' ? { size: formatCapacity(size) } : {}),
  };
}

/** A pod that costs more than it has to runs as it is meant to. */
function runsAsMeant({ verdict, clusterPod }: JudgedPod, containers: readonly ContainerProblem[]): boolean {
  const { result } = AUDIT_CODES[verdict.code];
  const isInPlace = result === 'pass' || result === 'skip' || verdict.code === 'over-provisioned';
  const isRunning = clusterPod.phase === 'Running' || clusterPod.phase === 'Succeeded';
  return isInPlace && isRunning && containers.length === 0;
}

type Parts = Pick<PodDiagnosis, 'containers'> & {
  readonly node: DiagnosedNode | undefined;
  readonly profile: DiagnosedProfile | undefined;
};

/** The first that helps: what keeps the pod from running, then what keeps it from where it belongs, then its kubelet. */
function fixOf(judged: JudgedPod, { containers, profile, node }: Parts): string {
  const { verdict, placement, clusterPod, workload } = judged;
  const [issue] = profile?.healthIssues ?? [];
  const [container] = containers;
  if (placement.kind === 'fargate-pending' && issue !== undefined && !EXPLAINED_BY_EKS.has(verdict.code)) {
    return `resolve the health issue of profile ${profile?.name}: ${issue.message} (${issue.code})`;
  }
  if (AUDIT_CODES[verdict.code].result === 'fail') return verdict.fix;
  if (placement.kind === 'pending' && verdict.fix === '') {
    return 'let a Fargate profile select the pod, or add nodes that satisfy the scheduler';
  }
  if (container !== undefined) return containerFix(container, clusterPod.name, workload.namespace);
  if (verdict.fix !== '') return verdict.fix;
  const isUnsupported = node?.skew?.kind === 'too-old' || node?.skew?.kind === 'newer';
  if (isUnsupported && placement.kind === 'fargate') return recreation(workload, clusterPod.name);
  return '';
}

/** EKS has said what is wrong with this pod, which a health issue of its profile does not change. */
const EXPLAINED_BY_EKS: ReadonlySet<AuditCode> = new Set([
  'refused-by-fargate',
  'profile-misconfigured',
  'account-limit',
  'no-capacity',
  'no-matching-profile',
]);
