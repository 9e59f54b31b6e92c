import { isCoreDns } from './core-dns.ts';
import { FieldPath } from './field-path.ts';
import { type Finding, podFinding } from './finding.ts';
import { describeMissing, type NearMiss } from './matching.ts';
import { checkMayMatch, checkNearMiss } from './near-miss.ts';
import { unsatisfiedNodeAffinity, unsatisfiedNodeLabels } from './node.ts';
import { ownValue, type Pod, type StringMap, type Toleration } from './pod.ts';
import {
  COMPUTE_TYPE_ANNOTATION,
  FARGATE_SCHEDULER,
  type NotFargateReason,
  type OnFargate,
  PROFILE_LABEL,
  type Prediction,
  predict,
  type UnconfirmedOnFargate,
} from './prediction.ts';
import type { FargateProfile } from './profile.ts';
import type { ProfileSet } from './profile-set.ts';

export interface Placement {
  readonly pod: Pod;
  readonly prediction: Prediction;
  readonly profiles: ProfileSet;
  /** Of the workload that creates the pod: people set a label there that the template lacks. */
  readonly workloadLabels: StringMap;
}

/**
 * Why a pod does not run where its author likely wants it. Field paths are relative to the pod.
 *
 * Source: EKS User Guide, fargate-profile; public threads on pods that stay Pending (seen).
 */
export function checkPlacement(placement: Placement): readonly Finding[] {
  const { prediction, pod } = placement;
  const mayMatch = pod.controllerAssignedLabels.length === 0 ? NONE : checkMayMatch(placement);
  switch (prediction.kind) {
    case 'fargate':
      return [...checkProfiles(prediction), ...checkProfileAnnotation(placement), ...mayMatch];
    case 'eks-unconfirmed':
      return checkContradiction(prediction, placement);
    case 'not-fargate':
      return [
        ...checkNotOnFargate(prediction.reason, placement, mayMatch.length > 0),
        ...checkProfileAnnotation(placement),
        ...mayMatch,
      ];
    case 'unknown':
      return NONE;
  }
}

const NONE: readonly Finding[] = [];
const OPTED_OUT = `its annotation ${COMPUTE_TYPE_ANNOTATION} keeps it off Fargate`;

/** AWS's troubleshooting page says annotation; the EKS User Guide, fargate-profile, says label, and EKS reads the label. */
function checkProfileAnnotation({ pod, prediction }: Placement): readonly Finding[] {
  const named = ownValue(pod.annotations, PROFILE_LABEL);
  if (named === undefined || named === ownValue(pod.labels, PROFILE_LABEL)) return NONE;
  const chosen = prediction.kind === 'fargate' ? prediction.profile.name : undefined;
  if (chosen === named) return NONE;
  const outcome =
    chosen === undefined ? 'the pod does not run on Fargate' : `the pod runs on Fargate profile ${chosen}`;
  const message = `EKS ignores this annotation and reads only the label with this name: ${outcome}`;
  return [podFinding('profile-annotation', FieldPath.of('metadata', 'annotations', { key: PROFILE_LABEL }), message)];
}

const METADATA = FieldPath.of('metadata');
const LABELS = METADATA.to('labels');

function checkProfiles({ profile, decidedBy, alsoMatching }: OnFargate): readonly Finding[] {
  const isOneOfMany = decidedBy === 'selector' && alsoMatching.length > 0;
  if (profile.healthIssues.length === 0 && !isOneOfMany) return NONE;
  const unhealthy = profile.healthIssues.map((issue) => {
    const message = `Fargate profile ${profile.name} is unhealthy: ${issue.code}: ${issue.message}`;
    return podFinding('profile-unhealthy', METADATA, message);
  });
  if (!isOneOfMany) return unhealthy;
  const names = [profile, ...alsoMatching.map((candidate) => candidate.profile)].map(({ name }) => name).join(', ');
  const message = `Fargate profiles ${names} match the pod: EKS uses ${profile.name}, the first ACTIVE one by name`;
  return [...unhealthy, podFinding('several-profiles', LABELS, message)];
}

/** EKS knows better whether a profile exists and is ACTIVE. The selectors of a profile never change, so those can contradict EKS. */
function checkContradiction({ contradictedBy }: UnconfirmedOnFargate, placement: Placement): readonly Finding[] {
  return contradictedBy?.kind === 'profile-not-matching' ? checkReason(contradictedBy, placement) : NONE;
}

function checkNotOnFargate(reason: NotFargateReason, placement: Placement, mayMatch: boolean): readonly Finding[] {
  const { pod } = placement;
  const isBound = reason.kind === 'node-name';
  if (pod.schedulerName === FARGATE_SCHEDULER && !isBound) return mayMatch ? NONE : checkScheduler(reason);
  return [...checkReason(reason, placement), ...checkToleration(reason, pod)];
}

/**
 * No other scheduler schedules a pod that names the fargate-scheduler, which schedules only pods that a profile matches.
 * Source: eksctl, Fargate support ("stuck in a Pending state, as they were not authorized to run on Fargate"). What happens
 * to the pod once the profile is ACTIVE, and to a pod that opts out, is open.
 */
function checkScheduler(reason: NotFargateReason): readonly Finding[] {
  const field = FieldPath.of('spec', 'schedulerName');
  switch (reason.kind) {
    case 'profile-not-active': {
      const message = `the pod may stay Pending: ${notActive(reason.profile)}, and the fargate-scheduler schedules only pods that an ACTIVE profile matches`;
      return [podFinding('profile-not-active', field, message)];
    }
    case 'opted-out':
      return [podFinding('fargate-scheduler', field, `the pod may stay Pending: ${whyUnmatched(reason)}`)];
    default:
      return [podFinding('fargate-scheduler', field, `the pod stays Pending: ${whyUnmatched(reason)}`)];
  }
}

/** Short, because a warning is short. */
function whyUnmatched(reason: NotFargateReason): string {
  switch (reason.kind) {
    case 'opted-out':
      return OPTED_OUT;
    case 'daemon-set':
      return 'DaemonSet pods do not run on Fargate';
    case 'profile-not-found':
      return `the cluster has no Fargate profile ${reason.profileName}`;
    case 'profile-not-matching':
      return `Fargate profile ${reason.profile.name} does not match it${missing(reason.nearest)}`;
    default:
      return 'no Fargate profile matches it';
  }
}

function checkReason(reason: NotFargateReason, placement: Placement): readonly Finding[] {
  switch (reason.kind) {
    case 'profile-not-found':
    case 'profile-not-matching': {
      const message = `the pod may stay Pending: ${whyUnmatched(reason)}`;
      return [podFinding(reason.kind, FieldPath.of('metadata', 'labels', { key: PROFILE_LABEL }), message)];
    }
    case 'profile-not-active': {
      const message = `${notActive(reason.profile)}: pods created now go to the default scheduler and stay there`;
      return [podFinding(reason.kind, METADATA, message)];
    }
    case 'no-selector-matches':
      return checkNearMiss(placement);
    case 'node-name':
    case 'scheduler-name':
    case 'daemon-set':
      return checkKeptOff(reason, placement);
    case 'opted-out':
      return isCoreDns(placement.pod) ? [CORE_DNS_OFF_FARGATE] : NONE;
    case 'not-chosen-by-eks':
      return NONE;
  }
}

/** Which nodes there are is known only in a cluster. */
const CORE_DNS_OFF_FARGATE = podFinding(
  'core-dns-off-fargate',
  FieldPath.of('metadata', 'annotations', { key: COMPUTE_TYPE_ANNOTATION }),
  'CoreDNS stays Pending in a cluster with Fargate nodes only: its annotation keeps it off Fargate, and no pod resolves a name',
);

type KeptOffReason = Extract<NotFargateReason, { kind: 'node-name' | 'scheduler-name' | 'daemon-set' }>;

/** Found only where the pod would run on Fargate otherwise. A pod that opts out does not: its author wants it elsewhere. */
function checkKeptOff(reason: KeptOffReason, { pod, profiles }: Placement): readonly Finding[] {
  const unbound: Pod = { ...pod, nodeName: undefined, schedulerName: undefined, ownerReferences: [] };
  const prediction = predict(unbound, profiles);
  if (prediction.kind !== 'fargate') return NONE;
  const although = `although Fargate profile ${prediction.profile.name} matches`;
  switch (reason.kind) {
    case 'node-name': {
      const message = `nodeName ${reason.nodeName} keeps the pod off Fargate, ${although} it`;
      return [podFinding(reason.kind, FieldPath.of('spec', 'nodeName'), message)];
    }
    case 'scheduler-name': {
      const message = `schedulerName ${reason.schedulerName} keeps the pod off Fargate, ${although} it`;
      return [podFinding(reason.kind, FieldPath.of('spec', 'schedulerName'), message)];
    }
    case 'daemon-set':
      return [podFinding(reason.kind, METADATA, `DaemonSet pods do not run on Fargate, ${although} them`)];
  }
}

function missing(nearest: NearMiss | undefined): string {
  return nearest === undefined ? '' : `: ${nearest.missing.map(describeMissing).join(', ')}`;
}

function notActive({ name, status, healthIssues }: FargateProfile): string {
  const issues = healthIssues.map(({ code, message }) => ` (${code}: ${message})`).join('');
  return `Fargate profile ${name} is ${status}${issues}`;
}

/**
 * The scheduler can place such a pod on a leftover Fargate node, whose kubelet rejects it: hundreds of pods a minute
 * (seen). A pod with a nodeName skips the scheduler.
 */
function checkToleration(reason: NotFargateReason, pod: Pod): readonly Finding[] {
  const index = pod.tolerations.findIndex(toleratesFargate);
  const isSchedulable =
    !unsatisfiedNodeAffinity(pod.requiredNodeTerms) && unsatisfiedNodeLabels(pod.nodeSelector).length === 0;
  if (index < 0 || !isSchedulable || reason.kind === 'node-name') return [];
  const message = `the pod tolerates the taint of Fargate nodes, but Fargate nodes reject it: ${whyRejected(reason)}`;
  return [podFinding('fargate-toleration', FieldPath.of('spec', 'tolerations', index), message)];
}

/** A profile may match the pod, except in the last case. */
function whyRejected(reason: NotFargateReason): string {
  switch (reason.kind) {
    case 'daemon-set':
      return 'they do not run DaemonSet pods';
    case 'opted-out':
      return OPTED_OUT;
    case 'scheduler-name':
      return `schedulerName ${reason.schedulerName} keeps it off Fargate`;
    case 'profile-not-active':
      return `Fargate profile ${reason.profile.name} is ${reason.profile.status}`;
    case 'not-chosen-by-eks':
      return 'EKS did not choose a profile for it';
    default:
      return 'no Fargate profile matches it';
  }
}

export const TAINT = { key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule' };

/** Source: Kubernetes API reference, Toleration. */
function toleratesFargate({ key, operator, value, effect }: Toleration): boolean {
  if (effect !== '' && effect !== TAINT.effect) return false;
  if (operator === 'Exists') return key === '' || key === TAINT.key;
  return operator === 'Equal' && key === TAINT.key && value === TAINT.value;
}
