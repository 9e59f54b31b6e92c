import type { Pod } from './pod.ts';
import { ownValue } from './pod.ts';
import { FARGATE_SCHEDULER, type OnFargate, PROFILE_LABEL, type Prediction, predict } from './prediction.ts';
import type { ProfileSet } from './profile-set.ts';

/**
 * How our view of a pod compares with EKS's, whose webhook has seen it before:
 * `agreed`; `agreed-by-label`, where EKS chose a profile that matches but is not the first by name, so that the pod
 * names it, or EKS sorts otherwise; `eks-only`, where only EKS wants it on Fargate; `prediction-only`, where only we do.
 */
export const AGREEMENTS = ['agreed', 'agreed-by-label', 'eks-only', 'prediction-only'] as const;
export type Agreement = (typeof AGREEMENTS)[number];

export interface Comparison {
  readonly agreement: Agreement;
  /** Where we would see the pod run without EKS's word. */
  readonly ours: Prediction;
  /** The profile that EKS has chosen; undefined where it has left the pod alone. */
  readonly theirs: string | undefined;
  /** What is to be believed: EKS's word. */
  readonly agreed: Prediction;
}

/** Where the two part company: our profiles may be old, or a rule of EKS is another than we know. */
export function isDisagreement(agreement: Agreement): boolean {
  return agreement === 'eks-only' || agreement === 'prediction-only';
}

/** Undefined while nothing is known to compare with. */
export function compareWithEks(pod: Pod, profiles: ProfileSet | undefined): Comparison | undefined {
  const theirs = pod.schedulerName === FARGATE_SCHEDULER ? ownValue(pod.labels, PROFILE_LABEL) || undefined : undefined;
  const ours = predict({ ...pod, schedulerName: theirs === undefined ? pod.schedulerName : undefined }, profiles);
  if (ours.kind !== 'fargate' && ours.kind !== 'not-fargate') return undefined;
  return { agreement: agreementOf(ours, theirs), ours, theirs, agreed: believed(pod, { profiles, ours, theirs }) };
}

interface Views {
  readonly profiles: ProfileSet | undefined;
  readonly ours: Prediction;
  readonly theirs: string | undefined;
}

function believed(pod: Pod, { profiles, ours, theirs }: Views): Prediction {
  if (theirs !== undefined) return predict(pod, profiles);
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
