import type { Pod } from './pod.ts';
import { FARGATE_SCHEDULER, type OnFargate, type Prediction, predict, profileLabel } from './prediction.ts';
import type { ProfileSet } from './profile-set.ts';

/**
 * Predicts for a pod that EKS's own webhook may have seen: one under admission, or one that exists.
 *
 * @param profiles undefined while none are loaded.
 */
export function predictAdmitted(pod: Pod, profiles: ProfileSet | undefined): Prediction {
  const profileName = profileChosenByEks(pod);
  return profileName === undefined
    ? predict(pod, profiles)
    : fromEksDecision(profileName, predictFromProfiles(pod, profiles));
}

/** The profile that EKS chose, as the pod says: EKS sets this scheduler and this label together (seen). */
export function profileChosenByEks(pod: Pod): string | undefined {
  return pod.schedulerName === FARGATE_SCHEDULER ? profileLabel(pod) : undefined;
}

/** What the profiles alone say about a pod that carries EKS's decision, and possibly its node. */
export function predictFromProfiles(pod: Pod, profiles: ProfileSet | undefined): Prediction {
  return predict({ ...pod, schedulerName: undefined, nodeName: undefined }, profiles);
}

/**
 * EKS knows the profiles better than a copy of them that may be a minute old, but the author of a pod can write what EKS
 * writes. So the decision counts as confirmed only where the profiles agree.
 */
export function fromEksDecision(profileName: string, ownPrediction: Prediction): Prediction {
  if (ownPrediction.kind === 'fargate') return { ...ownPrediction, decidedBy: 'eks' };
  const contradictedBy = ownPrediction.kind === 'not-fargate' ? ownPrediction.reason : undefined;
  const isNotCompared = ownPrediction.kind === 'unknown' && ownPrediction.reason === 'too-many-labels';
  return {
    kind: 'eks-unconfirmed',
    profileName,
    contradictedBy,
    ...(isNotCompared ? { notCompared: ownPrediction.reason } : {}),
  };
}

/**
 * How the prediction for a pod compares with the decision of EKS, whose webhook has seen the pod before:
 * - `agreed`: both choose the same profile, or none.
 * - `agreed-by-label`: EKS chose a profile that matches but is not the first by name. The pod names it, or EKS sorts otherwise.
 * - `eks-only`: the pod carries a decision as EKS writes it, and the loaded profiles contradict it. EKS knows newer
 *   profiles, or the author of the pod wrote it.
 * - `prediction-only`: a loaded profile matches, and EKS did not choose any.
 */
export const AGREEMENTS = ['agreed', 'agreed-by-label', 'eks-only', 'prediction-only'] as const;
export type Agreement = (typeof AGREEMENTS)[number];

export interface Comparison {
  readonly agreement: Agreement;
  /** What the loaded profiles alone say. */
  readonly ownPrediction: Prediction;
  /** The profile that EKS chose; undefined where it chose none. */
  readonly eksProfile: string | undefined;
  /** EKS's decision, confirmed by the loaded profiles or not. */
  readonly prediction: Prediction;
}

/** Either the loaded profiles are out of date, or EKS follows a rule that the prediction does not know. */
export function isDisagreement(agreement: Agreement): boolean {
  return agreement === 'eks-only' || agreement === 'prediction-only';
}

/** Undefined where there is no prediction to compare: no profiles are loaded, or the pod has too many labels. */
export function compareWithEks(pod: Pod, profiles: ProfileSet | undefined): Comparison | undefined {
  const eksProfile = profileChosenByEks(pod);
  const ownPrediction = eksProfile === undefined ? predict(pod, profiles) : predictFromProfiles(pod, profiles);
  if (ownPrediction.kind !== 'fargate' && ownPrediction.kind !== 'not-fargate') return undefined;
  return {
    agreement: agreementOf(ownPrediction, eksProfile),
    ownPrediction,
    eksProfile,
    prediction: combine(ownPrediction, eksProfile),
  };
}

function combine(ownPrediction: Prediction, eksProfile: string | undefined): Prediction {
  if (eksProfile !== undefined) return fromEksDecision(eksProfile, ownPrediction);
  if (ownPrediction.kind !== 'fargate') return ownPrediction;
  return { kind: 'not-fargate', reason: { kind: 'not-chosen-by-eks', profile: ownPrediction.profile } };
}

function agreementOf(ownPrediction: Prediction, eksProfile: string | undefined): Agreement {
  if (ownPrediction.kind !== 'fargate') return eksProfile === undefined ? 'agreed' : 'eks-only';
  if (eksProfile === undefined) return 'prediction-only';
  return isFirstByName(ownPrediction) ? 'agreed' : 'agreed-by-label';
}

/** EKS writes the same label that a person may have written before, so only the order of names separates the two cases. */
function isFirstByName({ profile, alsoMatching }: OnFargate): boolean {
  return alsoMatching.every((other) => other.profile.status !== 'ACTIVE' || profile.name < other.profile.name);
}
