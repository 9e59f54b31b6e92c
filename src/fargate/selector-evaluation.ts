import { describeMissing, type PodIdentity, pairMatches } from './matching.ts';
import { ownValue } from './pod.ts';
import type { FargateProfile } from './profile.ts';
import type { CompiledProfile, CompiledSelector, LabelPair, ProfileSet } from './profile-set.ts';

/** `may-match`: it depends on a label that a controller adds with a value that cannot be known before. */
export type Verdict = 'matches' | 'may-match' | 'fails';

/** How a pod fares with all selectors of a profile, whatever the profile's status. */
export interface ProfileEvaluation {
  readonly profile: FargateProfile;
  /** The best of its selectors. */
  readonly verdict: Verdict;
  readonly selectors: readonly SelectorEvaluation[];
}

export interface SelectorEvaluation {
  /** The worst of its parts. */
  readonly verdict: Verdict;
  /** Namespace first, then each label pair as the profile orders them. */
  readonly parts: readonly EvaluatedPart[];
}

export type EvaluatedPart =
  | { readonly kind: 'namespace'; readonly verdict: Verdict; readonly wanted: string; readonly actual: string }
  | {
      readonly kind: 'label';
      readonly verdict: Verdict;
      readonly key: string;
      readonly value: string;
      /** The label that satisfies the pair, else the one that stands under its key; none where it is yet to come or lacking. */
      readonly actual: Label | undefined;
    };

export interface Label {
  readonly key: string;
  readonly value: string;
}

/** Every profile in the order in which EKS prefers them, and every selector of it. */
export function evaluateProfiles(pod: PodIdentity, profiles: ProfileSet): readonly ProfileEvaluation[] {
  return profiles.compiled.map((compiled) => evaluateProfile(pod, compiled));
}

/** `namespace shop`, `label tier=front*; the pod has tier=frontend` */
export function describePart(part: EvaluatedPart): string {
  if (part.kind === 'namespace') {
    const isExact = part.verdict === 'matches' && part.wanted === part.actual;
    return isExact ? `namespace ${part.wanted}` : describeMissing(part);
  }
  const { verdict, key, value, actual } = part;
  if (verdict === 'fails') return describeMissing({ kind: 'label', key, value, actual: actual?.value });
  const wanted = `label ${key}=${value}`;
  if (verdict === 'may-match') return `${wanted}; the pods get it when they are made, with a value not known yet`;
  if (actual === undefined) return `${wanted}; the pods get it when they are made`;
  const isExact = actual.key === key && actual.value === value;
  return isExact ? wanted : `${wanted}; the pod has ${actual.key}=${actual.value}`;
}

function evaluateProfile(pod: PodIdentity, { profile, selectors }: CompiledProfile): ProfileEvaluation {
  const evaluations = selectors.map((selector) => evaluateSelector(pod, selector));
  const verdicts = new Set(evaluations.map(({ verdict }) => verdict));
  const verdict = (['matches', 'may-match'] as const).find((better) => verdicts.has(better)) ?? 'fails';
  return { profile, verdict, selectors: evaluations };
}

function evaluateSelector(pod: PodIdentity, { namespace, labels }: CompiledSelector): SelectorEvaluation {
  const place: EvaluatedPart = {
    kind: 'namespace',
    verdict: namespace.matches(pod.namespace) ? 'matches' : 'fails',
    wanted: namespace.canonical,
    actual: pod.namespace,
  };
  const parts = [place, ...labels.map((pair) => evaluateLabel(pod, pair))];
  const verdicts = new Set(parts.map(({ verdict }) => verdict));
  const verdict = (['fails', 'may-match'] as const).find((worse) => verdicts.has(worse)) ?? 'matches';
  return { verdict, parts };
}

function evaluateLabel(pod: PodIdentity, pair: LabelPair): EvaluatedPart {
  const { key, value } = pair;
  return { kind: 'label', verdict: labelVerdict(pod, pair), key, value, actual: labelToShow(pod, pair) };
}

function labelVerdict(pod: PodIdentity, pair: LabelPair): Verdict {
  if (pairMatches(pod, pair)) return 'matches';
  return pod.controllerAssignedLabels.some((coming) => pair.keyPattern.matches(coming)) ? 'may-match' : 'fails';
}

function labelToShow({ labels }: PodIdentity, { key, keyPattern, valuePattern }: LabelPair): Label | undefined {
  const satisfying = Object.entries(labels).find(
    ([labelKey, labelValue]) => keyPattern.matches(labelKey) && valuePattern.matches(labelValue),
  );
  if (satisfying !== undefined) return { key: satisfying[0], value: satisfying[1] };
  const value = ownValue(labels, key);
  return value === undefined ? undefined : { key, value };
}
