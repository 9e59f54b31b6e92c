import type { FieldPath } from './field-path.ts';
import {
  type Candidate,
  describeMissing,
  hasTooManyLabels,
  matchingSelector,
  matchProfiles,
  type NearMiss,
  nearestMiss,
  unknownMatches,
} from './matching.ts';
import { ownValue, type Pod } from './pod.ts';
import type { FargateProfile } from './profile.ts';
import { compareNames, type ProfileSet } from './profile-set.ts';

/** The label in which a pod names its profile, and in which EKS writes its decision. */
export const PROFILE_LABEL = 'eks.amazonaws.com/fargate-profile';
/** `ec2` keeps a matching pod off Fargate (seen: EKS User Guide, CoreDNS; eksctl). */
export const COMPUTE_TYPE_ANNOTATION = 'eks.amazonaws.com/compute-type';
export const FARGATE_SCHEDULER = 'fargate-scheduler';
export const DEFAULT_SCHEDULER = 'default-scheduler';

/** Where a pod runs, and why. */
export type Prediction = OnFargate | UnconfirmedOnFargate | NotOnFargate | Unknown;

/** Every kind, for metrics. */
export const PREDICTION_KINDS = ['fargate', 'eks-unconfirmed', 'not-fargate', 'unknown'] as const;

export interface OnFargate {
  readonly kind: 'fargate';
  readonly decidedBy: 'selector' | 'label' | 'eks';
  readonly profile: FargateProfile;
  readonly selectorIndex: number;
  /** Other profiles of any status that match too, in name order. */
  readonly alsoMatching: readonly Candidate[];
}

/**
 * The pod carries a decision as EKS writes it, and the loaded profiles do not confirm it. Either EKS knows newer
 * profiles, or the author of the pod wrote it.
 */
export interface UnconfirmedOnFargate {
  readonly kind: 'eks-unconfirmed';
  readonly profileName: string;
  /** Why the pod does not run on Fargate according to the loaded profiles; undefined while none are loaded. */
  readonly contradictedBy: NotFargateReason | undefined;
  /** Set where profiles are loaded but are not compared with the pod. */
  readonly notCompared?: 'too-many-labels';
}

export type Unknown = UnknownProfiles | UnknownSelectorMatch;

export interface UnknownProfiles {
  readonly kind: 'unknown';
  /** `too-many-labels`: comparing them with the wildcard keys of the selectors would take too long. */
  readonly reason: 'profiles-not-loaded' | 'too-many-labels';
}

/** A planned profile may match the pod, but a part of its selector is known only after the profile is created. */
export interface UnknownSelectorMatch {
  readonly kind: 'unknown';
  readonly reason: 'selector-not-known';
  /** The profile that may match. */
  readonly profileName: string;
  /** The fields whose values are not known. */
  readonly unknownFields: readonly FieldPath[];
}

export interface NotOnFargate {
  readonly kind: 'not-fargate';
  readonly reason: NotFargateReason;
}

export type NotFargateReason =
  | { readonly kind: 'node-name'; readonly nodeName: string }
  | { readonly kind: 'daemon-set'; readonly name: string }
  | { readonly kind: 'scheduler-name'; readonly schedulerName: string }
  | { readonly kind: 'opted-out' }
  | { readonly kind: 'profile-not-found'; readonly profileName: string }
  | {
      readonly kind: 'profile-not-matching';
      readonly profile: FargateProfile;
      readonly nearest: NearMiss | undefined;
    }
  | { readonly kind: 'profile-not-active'; readonly profile: FargateProfile; readonly selectorIndex: number }
  | { readonly kind: 'no-selector-matches'; readonly findNearest: () => NearMiss | undefined }
  /** EKS's own webhook saw the pod and chose no profile, although a loaded profile matches. */
  | { readonly kind: 'not-chosen-by-eks'; readonly profile: FargateProfile };

/**
 * Predicts where a new pod runs, in the order in which EKS and the scheduler decide. A pod that Fargate rejects is bound
 * for Fargate nevertheless, and stays Pending there.
 *
 * For a pod template or a manifest, which EKS's own webhook has not seen: there, `schedulerName: fargate-scheduler` and
 * the profile label are only what the author wants.
 *
 * @param profiles undefined while none are loaded.
 */
export function predict(pod: Pod, profiles: ProfileSet | undefined): Prediction {
  const reason = keptOffFargate(pod);
  if (reason !== undefined) return notOnFargate(reason);
  if (profiles === undefined) return { kind: 'unknown', reason: 'profiles-not-loaded' };
  if (hasTooManyLabels(pod.labels, profiles)) return { kind: 'unknown', reason: 'too-many-labels' };
  const named = profileLabel(pod);
  const decided = named === undefined ? bySelectors(pod, profiles) : byLabel(pod, named, profiles);
  return profiles.unknownSelectors.length === 0 ? decided : (unknownMatch(pod, profiles, decided) ?? decided);
}

/** The profile that EKS uses instead if its selector matches; undefined where that cannot happen. */
function unknownMatch(pod: Pod, profiles: ProfileSet, decided: Prediction): UnknownSelectorMatch | undefined {
  const named = profileLabel(pod);
  if (decided.kind === 'fargate' && named !== undefined) return undefined;
  const match = unknownMatches(pod, profiles).find(({ profile: { name } }) => {
    if (named !== undefined) return name === named;
    return decided.kind !== 'fargate' || compareNames(name, decided.profile.name) < 0;
  });
  if (match === undefined) return undefined;
  const { profile, unknownFields } = match;
  return { kind: 'unknown', reason: 'selector-not-known', profileName: profile.name, unknownFields };
}

/** Whether the pod goes to Fargate, which runs it or rejects it. */
export function isBoundForFargate(prediction: Prediction): prediction is OnFargate | UnconfirmedOnFargate {
  return prediction.kind === 'fargate' || prediction.kind === 'eks-unconfirmed';
}

/** An empty label names no profile (open). */
export function profileLabel(pod: Pod): string | undefined {
  return ownValue(pod.labels, PROFILE_LABEL) || undefined;
}

/** Why a pod does not run on Fargate with any profiles. */
function keptOffFargate(pod: Pod): NotFargateReason | undefined {
  if (pod.nodeName !== undefined && pod.nodeName !== '') return { kind: 'node-name', nodeName: pod.nodeName };
  const owner = pod.ownerReferences.find(({ controller, kind }) => controller && kind === 'DaemonSet');
  if (owner !== undefined) return { kind: 'daemon-set', name: owner.name };
  if (isForeignScheduler(pod.schedulerName)) return { kind: 'scheduler-name', schedulerName: pod.schedulerName };
  if (ownValue(pod.annotations, COMPUTE_TYPE_ANNOTATION) === 'ec2') return { kind: 'opted-out' };
  return undefined;
}

function isForeignScheduler(name: string | undefined): name is string {
  return name !== undefined && name !== '' && name !== DEFAULT_SCHEDULER && name !== FARGATE_SCHEDULER;
}

/** The pod must also match a selector of the profile that it names (EKS User Guide); otherwise the outcome is open. */
function byLabel(pod: Pod, profileName: string, profiles: ProfileSet): Prediction {
  const compiled = profiles.byName.get(profileName);
  if (compiled === undefined) return notOnFargate({ kind: 'profile-not-found', profileName });
  const { profile } = compiled;
  const selectorIndex = matchingSelector(pod, compiled);
  if (selectorIndex < 0) {
    return notOnFargate({ kind: 'profile-not-matching', profile, nearest: nearestMiss(pod, [compiled]) });
  }
  if (profile.status !== 'ACTIVE') return notOnFargate({ kind: 'profile-not-active', profile, selectorIndex });
  const match = matchProfiles(pod, profiles);
  const candidates = match.kind === 'matched' ? match.candidates : [];
  const alsoMatching = candidates.filter((candidate) => candidate.profile !== profile);
  return { kind: 'fargate', decidedBy: 'label', profile, selectorIndex, alsoMatching };
}

/** EKS uses the first ACTIVE profile by name. Source: EKS User Guide, fargate-profile. */
function bySelectors(pod: Pod, profiles: ProfileSet): Prediction {
  const match = matchProfiles(pod, profiles);
  if (match.kind === 'unmatched') return notOnFargate({ kind: 'no-selector-matches', findNearest: match.findNearest });
  const winner = match.candidates.find(({ profile }) => profile.status === 'ACTIVE');
  if (winner === undefined) return notOnFargate({ kind: 'profile-not-active', ...match.candidates[0] });
  return {
    kind: 'fargate',
    decidedBy: 'selector',
    ...winner,
    alsoMatching: match.candidates.filter((candidate) => candidate !== winner),
  };
}

function notOnFargate(reason: NotFargateReason): NotOnFargate {
  return { kind: 'not-fargate', reason };
}

/** Why the prediction is what it is: one line. */
export function reasonFor(prediction: Prediction): string {
  switch (prediction.kind) {
    case 'unknown':
      return reasonUnknown(prediction);
    case 'eks-unconfirmed':
      return unconfirmed(prediction);
    case 'not-fargate':
      return reasonNotOnFargate(prediction.reason);
    case 'fargate':
      return reasonOnFargate(prediction.decidedBy, prediction.selectorIndex);
  }
}

const REASONS_UNKNOWN: Readonly<Record<UnknownProfiles['reason'], string>> = {
  'profiles-not-loaded': 'no Fargate profiles are loaded yet',
  'too-many-labels': 'the pod has too many labels to compare with the wildcard keys of the selectors',
};

function reasonUnknown(prediction: Unknown): string {
  if (prediction.reason !== 'selector-not-known') return REASONS_UNKNOWN[prediction.reason];
  const { profileName, unknownFields } = prediction;
  return `Fargate profile ${profileName} may match the pod: ${unknownFields.join(', ')} is not known before the profile is created`;
}

/** The pod does not show who wrote the decision. */
function unconfirmed({ contradictedBy, notCompared }: UnconfirmedOnFargate): string {
  if (contradictedBy === undefined)
    return `EKS or the author of the pod chose it, and ${REASONS_UNKNOWN[notCompared ?? 'profiles-not-loaded']}`;
  return `EKS or the author of the pod chose it, but ${reasonNotOnFargate(contradictedBy)}`;
}

function reasonOnFargate(decidedBy: 'selector' | 'label' | 'eks', selectorIndex: number): string {
  const matching = `selector ${selectorIndex} matches`;
  switch (decidedBy) {
    case 'selector':
      return matching;
    case 'label':
      return `the pod names the profile, and ${matching}`;
    case 'eks':
      return `EKS chose the profile, and ${matching}`;
  }
}

/** Why the pod does not run on Fargate: one line. */
export function reasonNotOnFargate(reason: NotFargateReason): string {
  switch (reason.kind) {
    case 'node-name':
      return `spec.nodeName is set to ${reason.nodeName}`;
    case 'daemon-set':
      return `the pod belongs to DaemonSet ${reason.name}`;
    case 'scheduler-name':
      return `spec.schedulerName is set to ${reason.schedulerName}`;
    case 'opted-out':
      return `the pod has the annotation ${COMPUTE_TYPE_ANNOTATION}: ec2`;
    case 'profile-not-found':
      return `the pod names profile ${reason.profileName}, which the cluster does not have`;
    case 'profile-not-matching':
      return `the pod names profile ${reason.profile.name}, which does not match it${missedBy(reason.nearest)}`;
    case 'profile-not-active':
      return `selector ${reason.selectorIndex} of profile ${reason.profile.name} matches, but the profile is ${reason.profile.status}`;
    case 'not-chosen-by-eks':
      return `profile ${reason.profile.name} matches, but EKS did not choose it`;
    case 'no-selector-matches':
      return `no selector of any profile matches${missedBy(reason.findNearest())}`;
  }
}

function missedBy(nearest: NearMiss | undefined): string {
  if (nearest === undefined) return '';
  const missing = nearest.missing.map(describeMissing).join(', ');
  return `; the nearest is selector ${nearest.selectorIndex} of profile ${nearest.profile.name}, which requires ${missing}`;
}
