import { type Finding, podFinding } from './finding.ts';
import { checkLabelsToCome } from './labels-to-come.ts';
import { describeMissing, type NearMiss } from './matching.ts';
import { checkNearMiss } from './near-miss.ts';
import { unsatisfiedNodeAffinity, unsatisfiedNodeLabels } from './node.ts';
import type { Pod, StringMap, Toleration } from './pod.ts';
import { type NotFargateReason, type OnFargate, PROFILE_LABEL, type Prediction, predict } from './prediction.ts';
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
  const mayMatch = pod.labelsToCome.length === 0 ? NONE : checkLabelsToCome(placement);
  if (prediction.kind === 'fargate') return [...checkProfiles(prediction), ...mayMatch];
  if (prediction.kind !== 'not-fargate') return NONE;
  return [...checkReason(prediction.reason, placement), ...checkToleration(prediction.reason, pod), ...mayMatch];
}

const NONE: readonly Finding[] = [];

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
    case 'passed-over':
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
  const message = 'the pod tolerates the taint of Fargate nodes, which would refuse it: no profile takes it';
  return [podFinding('fargate-toleration', `spec.tolerations[${index}]`, message)];
}

const TAINT = { key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule' };

/** Source: Kubernetes API reference, Toleration. */
function toleratesFargate({ key, operator, value, effect }: Toleration): boolean {
  if (effect !== '' && effect !== TAINT.effect) return false;
  if (operator === 'Exists') return key === '' || key === TAINT.key;
  return operator === 'Equal' && key === TAINT.key && value === TAINT.value;
}
