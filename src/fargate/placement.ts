import { type Finding, podFinding } from './finding.ts';
import {
  type Candidate,
  describeMissing,
  type MissingPart,
  matchProfiles,
  type NearMiss,
  possibleMatches,
} from './matching.ts';
import { ownValue, type Pod, type StringMap, type Toleration } from './pod.ts';
import { type NotFargateReason, type OnFargate, PROFILE_LABEL, type Prediction } from './prediction.ts';
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
  const { prediction } = placement;
  const mayMatch = checkLabelsToCome(placement);
  if (prediction.kind === 'fargate') return [...checkProfiles(prediction), ...mayMatch];
  if (prediction.kind !== 'not-fargate') return mayMatch;
  return [
    ...checkReason(prediction.reason, placement),
    ...checkToleration(prediction.reason, placement.pod),
    ...mayMatch,
  ];
}

function checkProfiles({ profile, decidedBy, alsoMatching }: OnFargate): readonly Finding[] {
  const unhealthy = profile.healthIssues.map((issue) => {
    const message = `profile ${profile.name} is not healthy: ${issue.code}: ${issue.message}`;
    return podFinding('profile-unhealthy', 'metadata', message);
  });
  if (decidedBy !== 'selector' || alsoMatching.length === 0) return unhealthy;
  const others = alsoMatching.map((candidate) => candidate.profile.name).join(', ');
  const message = `profiles ${others} match too; ${profile.name} is the ACTIVE one whose name sorts first`;
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
          `the pod names Fargate profile ${reason.profileName}, which the cluster does not have, and may stay Pending`,
        ),
      ];
    case 'profile-not-matching':
      return [
        podFinding(
          reason.kind,
          label,
          `Fargate profile ${reason.profile.name} does not match the pod, which may stay Pending${missing(reason.nearest)}`,
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
      return checkNearMiss(reason.nearest, placement);
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
          `DaemonSet pods do not run on Fargate, and profile ${name} takes the pods like these`,
        ),
      );
    case 'opted-out':
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

function whereAProfileTakes({ pod, profiles }: Placement, found: (profileName: string) => Finding): readonly Finding[] {
  const match = matchProfiles(pod, profiles);
  return match.kind === 'matched' ? [found(match.candidates[0].profile.name)] : [];
}

/**
 * Told only where it is likely a mistake: the namespace fits, and all but one label; or the workload itself has every
 * label that its pod template lacks.
 */
function checkNearMiss(nearest: NearMiss | undefined, { workloadLabels }: Placement): readonly Finding[] {
  if (nearest === undefined || nearest.missing.some(({ kind }) => kind === 'namespace')) return [];
  const subject = `selector ${nearest.selectorIndex} of Fargate profile ${nearest.profile.name}`;
  if (nearest.missing.every((part) => hasLabel(workloadLabels, part))) {
    const message = `${subject} would match the labels of the workload itself, but its pod template lacks ${labelsOf(nearest.missing)}`;
    return [podFinding('near-miss', 'metadata.labels', message)];
  }
  if (nearest.missing.length > 1 || nearest.matchingLabels === 0) return [];
  return [
    podFinding(
      'near-miss',
      'metadata.labels',
      `${subject} fails by one label: it wants ${nearest.missing.map(describeMissing).join()}`,
    ),
  ];
}

function hasLabel(labels: StringMap, part: MissingPart): boolean {
  return part.kind === 'label' && ownValue(labels, part.key) === part.value;
}

function labelsOf(parts: readonly MissingPart[]): string {
  return parts.map((part) => (part.kind === 'label' ? `${part.key}=${part.value}` : '')).join(', ');
}

const NO_PROFILE_TAKES_IT: ReadonlySet<NotFargateReason['kind']> = new Set([
  'no-selector-matches',
  'profile-not-found',
  'profile-not-matching',
  'profile-not-active',
  'scheduler-name',
]);

/** Such a pod can land on a leftover Fargate node, whose kubelet refuses it: hundreds of pods a minute (seen). */
function checkToleration({ kind }: NotFargateReason, { tolerations }: Pod): readonly Finding[] {
  const index = tolerations.findIndex(toleratesFargate);
  if (index < 0 || !NO_PROFILE_TAKES_IT.has(kind)) return [];
  const message = 'the pod tolerates the taint of Fargate nodes, but no profile takes it';
  return [podFinding('fargate-toleration', `spec.tolerations[${index}]`, message)];
}

const TAINT = { key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule' };

/** Source: Kubernetes API reference, Toleration. */
function toleratesFargate({ key, operator, value, effect }: Toleration): boolean {
  if (effect !== '' && effect !== TAINT.effect) return false;
  if (operator === 'Exists') return key === '' || key === TAINT.key;
  return key === TAINT.key && value === TAINT.value;
}

/** A controller adds labels of which only the key is known beforehand. */
function checkLabelsToCome({ pod, profiles }: Placement): readonly Finding[] {
  return possibleMatches(pod, profiles).map(({ profile, selectorIndex }: Candidate) => {
    const message = `selector ${selectorIndex} of Fargate profile ${profile.name} may match: it names a label that the pods only get when they are made`;
    return podFinding('may-match', 'metadata.labels', message);
  });
}
