import { type Finding, podFinding } from './finding.ts';
import { checkControllerAssignedLabels } from './labels-to-come.ts';
import { describeMissing, type NearMiss } from './matching.ts';
import { checkNearMiss } from './near-miss.ts';
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
  /** Of the workload that makes the pod: people put a label there that the template lacks. */
  readonly workloadLabels: StringMap;
}

/**
 * Why a pod will not run where it is likely meant to. Field paths are relative to the pod.
 *
 * Source: EKS User Guide, fargate-profile; public threads on pods that stay Pending (seen).
 */
export function checkPlacement(placement: Placement): readonly Finding[] {
  const { prediction, pod } = placement;
  const mayMatch = pod.controllerAssignedLabels.length === 0 ? NONE : checkControllerAssignedLabels(placement);
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

/** AWS's own page on troubleshooting says annotation; the EKS User Guide, fargate-profile, says label, and so does EKS. */
function checkProfileAnnotation({ pod, prediction }: Placement): readonly Finding[] {
  const named = ownValue(pod.annotations, PROFILE_LABEL);
  if (named === undefined || named === ownValue(pod.labels, PROFILE_LABEL)) return NONE;
  const taker = prediction.kind === 'fargate' ? prediction.profile.name : undefined;
  if (taker === named) return NONE;
  const outcome = taker === undefined ? 'no profile takes the pod' : `profile ${taker} takes the pod`;
  const message = `this annotation has no effect: EKS reads the label of that name, and ${outcome}`;
  return [podFinding('profile-annotation', `metadata.annotations[${PROFILE_LABEL}]`, message)];
}

function checkProfiles({ profile, decidedBy, alsoMatching }: OnFargate): readonly Finding[] {
  const isOneOfMany = decidedBy === 'selector' && alsoMatching.length > 0;
  if (profile.healthIssues.length === 0 && !isOneOfMany) return NONE;
  const unhealthy = profile.healthIssues.map((issue) => {
    const message = `profile ${profile.name} is not healthy: ${issue.code}: ${issue.message}`;
    return podFinding('profile-unhealthy', 'metadata', message);
  });
  if (!isOneOfMany) return unhealthy;
  const names = [profile, ...alsoMatching.map((candidate) => candidate.profile)].map(({ name }) => name).join(', ');
  const message = `profiles ${names} match: ${profile.name} takes the pod, as the ACTIVE one whose name sorts first`;
  return [...unhealthy, podFinding('several-profiles', 'metadata.labels', message)];
}

/** A profile that is not known yet, or not ACTIVE yet, is what EKS knows better; its selectors never change. */
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
 * No other scheduler takes a pod that names this one, and this one takes only pods that a profile matches. Source: eksctl,
 * Fargate support ("stuck in a Pending state, as they were not authorized to run on Fargate"). What becomes of the pod
 * once the profile is ACTIVE, and of one that has opted out, is open.
 */
function checkScheduler(reason: NotFargateReason): readonly Finding[] {
  switch (reason.kind) {
    case 'profile-not-active':
      return [
        podFinding(
          reason.kind,
          'spec.schedulerName',
          `${notActive(reason.profile)}, and the fargate-scheduler, which the pod names, takes pods of ACTIVE profiles only: it may stay Pending`,
        ),
      ];
    case 'opted-out':
      return [podFinding('fargate-scheduler', 'spec.schedulerName', `the pod may stay Pending: ${whyUntaken(reason)}`)];
    default:
      return [podFinding('fargate-scheduler', 'spec.schedulerName', `the pod stays Pending: ${whyUntaken(reason)}`)];
  }
}

/** In few words: in a warning there is room for no more. */
function whyUntaken(reason: NotFargateReason): string {
  switch (reason.kind) {
    case 'opted-out':
      return OPTED_OUT;
    case 'daemon-set':
      return 'DaemonSet pods do not run on Fargate';
    case 'profile-not-found':
      return `the cluster has no Fargate profile ${reason.profileName}`;
    case 'profile-not-matching':
      return `Fargate profile ${reason.profile.name} does not match${missing(reason.nearest)}`;
    default:
      return 'no Fargate profile matches it';
  }
}

function checkReason(reason: NotFargateReason, placement: Placement): readonly Finding[] {
  const label = `metadata.labels[${PROFILE_LABEL}]`;
  switch (reason.kind) {
    case 'profile-not-found':
      return [
        podFinding(
          reason.kind,
          label,
          `the cluster has no Fargate profile ${reason.profileName}, and the pod may stay Pending`,
        ),
      ];
    case 'profile-not-matching':
      return [
        podFinding(
          reason.kind,
          label,
          `Fargate profile ${reason.profile.name} does not match${missing(reason.nearest)}; it may stay Pending`,
        ),
      ];
    case 'profile-not-active':
      return [
        podFinding(
          reason.kind,
          'metadata',
          `${notActive(reason.profile)}, so the pods go to the default scheduler and stay there`,
        ),
      ];
    case 'no-selector-matches':
      return checkNearMiss(placement);
    case 'node-name':
      return whereAProfileTakes(placement, (name) =>
        podFinding(
          reason.kind,
          'spec.nodeName',
          `nodeName ${reason.nodeName} keeps the pod off Fargate; profile ${name} would take it`,
        ),
      );
    case 'scheduler-name':
      return whereAProfileTakes(placement, (name) =>
        podFinding(
          reason.kind,
          'spec.schedulerName',
          `schedulerName ${reason.schedulerName} keeps the pod off Fargate; profile ${name} would take it`,
        ),
      );
    case 'daemon-set':
      return whereAProfileTakes(placement, (name) =>
        podFinding(
          reason.kind,
          'metadata',
          `DaemonSet pods do not run on Fargate, though profile ${name} matches them`,
        ),
      );
    case 'opted-out':
    case 'not-chosen-by-eks':
      return [];
  }
}

function missing(nearest: NearMiss | undefined): string {
  return nearest === undefined ? '' : `: ${nearest.missing.map(describeMissing).join(', ')}`;
}

function notActive({ name, status, healthIssues }: FargateProfile): string {
  const issues = healthIssues.map(({ code, message }) => ` (${code}: ${message})`).join('');
  return `Fargate profile ${name} is ${status}${issues}`;
}

/** Which profile would take the pod if nothing kept it off Fargate; a pod that has opted out is where it is meant to be. */
function whereAProfileTakes({ pod, profiles }: Placement, found: (profileName: string) => Finding): readonly Finding[] {
  const unbound: Pod = { ...pod, nodeName: undefined, schedulerName: undefined, ownerReferences: [] };
  const prediction = predict(unbound, profiles);
  return prediction.kind === 'fargate' ? [found(prediction.profile.name)] : [];
}

/**
 * Such a pod can land on a Fargate node, whose kubelet refuses it: hundreds of pods a minute (seen). One with a
 * nodeName passes no scheduler.
 */
function checkToleration(reason: NotFargateReason, pod: Pod): readonly Finding[] {
  const index = pod.tolerations.findIndex(toleratesFargate);
  const mayLand =
    !unsatisfiedNodeAffinity(pod.requiredNodeTerms) && unsatisfiedNodeLabels(pod.nodeSelector).length === 0;
  if (index < 0 || !mayLand || reason.kind === 'node-name') return [];
  const message = `the pod tolerates the taint of Fargate nodes, which would refuse it: ${whyRefused(reason)}`;
  return [podFinding('fargate-toleration', `spec.tolerations[${index}]`, message)];
}

/** For all but the last, a profile may match the pod. */
function whyRefused(reason: NotFargateReason): string {
  switch (reason.kind) {
    case 'daemon-set':
      return 'they run no DaemonSet pods';
    case 'opted-out':
      return OPTED_OUT;
    case 'scheduler-name':
      return `schedulerName ${reason.schedulerName} keeps it off Fargate`;
    case 'profile-not-active':
      return `profile ${reason.profile.name} is ${reason.profile.status}`;
    case 'not-chosen-by-eks':
      return 'EKS has not chosen a profile for it';
    default:
      return 'no profile takes it';
  }
}

const TAINT = { key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule' };

/** Source: Kubernetes API reference, Toleration. */
function toleratesFargate({ key, operator, value, effect }: Toleration): boolean {
  if (effect !== '' && effect !== TAINT.effect) return false;
  if (operator === 'Exists') return key === '' || key === TAINT.key;
  return operator === 'Equal' && key === TAINT.key && value === TAINT.value;
}
