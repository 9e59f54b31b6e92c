import type { Pod } from './pod.ts';
import { fromEksDecision, type OnFargate, type Prediction, predict, predictFromProfiles, profileChosenByEks } from './prediction.ts';
import type { ProfileSet } from './profile-set.ts';

/**
 * How our view of a pod compares with EKS's, whose webhook has seen it before:
 * `agreed`; `agreed-by-label`, where EKS chose a profile that matches but is not the first by name, so that the pod
 * names it, or EKS sorts otherwise; `eks-only`, where the pod carries a decision as EKS writes it and the loaded profiles
 * contradict it, so that EKS knows newer ones or the author wrote it; `prediction-only`, where only we want it on Fargate.
 */
export const AGREEMENTS = ['agreed', 'agreed-by-label', 'eks-only', 'prediction-only'] as const;
export type Agreement = (typeof AGREEMENTS)[number];

export interface Comparison {
  readonly agreement: Agreement;
  /** What the profiles alone say. */
  readonly ours: Prediction;
  /** The profile that EKS has chosen; undefined where it has left the pod alone. */
  readonly theirs: string | undefined;
  /** EKS's decision, as far as the profiles confirm it. */
  readonly agreed: Prediction;
}

/** Where the two part company: our profiles may be old, or a rule of EKS is another than we know. */
export function isDisagreement(agreement: Agreement): boolean {
  return agreement === 'eks-only' || agreement === 'prediction-only';
}

/** Undefined while nothing is known to compare with. */
export function compareWithEks(pod: Pod, profiles: ProfileSet | undefined): Comparison | undefined {
  const theirs = profileChosenByEks(pod);
  const ours = theirs === undefined ? predict(pod, profiles) : predictFromProfiles(pod, profiles);
  if (ours.kind !== 'fargate' && ours.kind !== 'not-fargate') return undefined;
  return { agreement: agreementOf(ours, theirs), ours, theirs, agreed: believed(ours, theirs) };
}

function believed(ours: Prediction, theirs: string | undefined): Prediction {
  if (theirs !== undefined) return fromEksDecision(theirs, ours);
  if (ours.kind !== 'fargate') return ours;
  return { kind: 'not-fargate', reason: { kind: 'passed-over', profile: ours.profile } };
}

function agreementOf(ours: Prediction, theirs: string | undefined): Agreement {
  if (ours.kind !== 'fargate') return theirs === undefined ? 'agreed' : 'eks-only';
  if (theirs === undefined) return 'prediction-only';
  return isFirstByName(ours) ? 'agreed' : 'agreed-by-label';
}

/** EKS writes the label that a person may have written before, so only the order of names tells the two apart. */
function isFirstByName({ profile, alsoMatching }: OnFargate): boolean {
  return alsoMatching.every((other) => other.profile.status !== 'ACTIVE' || profile.name < other.profile.name);
}
