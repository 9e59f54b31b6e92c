import { describeMissing, type PodIdentity, pairMatches } from './matching.ts';
import { ownValue } from './pod.ts';
import type { FargateProfile } from './profile.ts';
import type { CompiledProfile, CompiledSelector, LabelPair, ProfileSet } from './profile-set.ts';

/** `may-match`: it depends on a label to which a controller assigns a value that is not known yet. */
export type MatchResult = 'matches' | 'may-match' | 'fails';

/** How a pod compares with each selector of a profile of any status. */
export interface ProfileEvaluation {
  readonly profile: FargateProfile;
  /** The best result of its selectors. */
  readonly result: MatchResult;
  readonly selectors: readonly SelectorEvaluation[];
}

export interface SelectorEvaluation {
  /** The worst result of its parts. */
  readonly result: MatchResult;
  /** Namespace first, then the label pairs in the order of the profile. */
  readonly parts: readonly EvaluatedPart[];
}

export type EvaluatedPart =
  | { readonly kind: 'namespace'; readonly result: MatchResult; readonly wanted: string; readonly actual: string }
  | {
      readonly kind: 'label';
      readonly result: MatchResult;
      readonly key: string;
      readonly value: string;
      /** The label that satisfies the pair, else the one with its key; undefined where a controller adds it later, or it is missing. */
      readonly actual: Label | undefined;
    };

export interface Label {
  readonly key: string;
  readonly value: string;
}

/** Every profile, in the order in which EKS prefers them, with each of its selectors. */
export function evaluateProfiles(pod: PodIdentity, profiles: ProfileSet): readonly ProfileEvaluation[] {
  return profiles.compiled.map((compiled) => evaluateProfile(pod, compiled));
}

/** `namespace shop`, `label tier=front* (the pod has tier=frontend)` */
export function describePart(part: EvaluatedPart): string {
  if (part.kind === 'namespace') {
    const isExact = part.result === 'matches' && part.wanted === part.actual;
    return isExact ? `namespace ${part.wanted}` : describeMissing(part);
  }
  const { result, key, value, actual } = part;
  if (result === 'fails') return describeMissing({ kind: 'label', key, value, actual: actual?.value });
  const wanted = `label ${key}=${value}`;
  if (result === 'may-match') return `${wanted} (a controller adds it to the pods, with a value that is not known yet)`;
  if (actual === undefined) return `${wanted} (a controller adds it to the pods)`;
  const isExact = actual.key === key && actual.value === value;
  return isExact ? wanted : `${wanted} (the pod has ${actual.key}=${actual.value})`;
}

function evaluateProfile(pod: PodIdentity, { profile, selectors }: CompiledProfile): ProfileEvaluation {
  const evaluations = selectors.map((selector) => evaluateSelector(pod, selector));
  const results = new Set(evaluations.map(({ result }) => result));
  const result = (['matches', 'may-match'] as const).find((better) => results.has(better)) ?? 'fails';
  return { profile, result, selectors: evaluations };
}

function evaluateSelector(pod: PodIdentity, { namespace, labels }: CompiledSelector): SelectorEvaluation {
  const place: EvaluatedPart = {
    kind: 'namespace',
    result: namespace.matches(pod.namespace) ? 'matches' : 'fails',
    wanted: namespace.canonical,
    actual: pod.namespace,
  };
  const parts = [place, ...labels.map((pair) => evaluateLabel(pod, pair))];
  const results = new Set(parts.map(({ result }) => result));
  const result = (['fails', 'may-match'] as const).find((worse) => results.has(worse)) ?? 'matches';
  return { result, parts };
}

function evaluateLabel(pod: PodIdentity, pair: LabelPair): EvaluatedPart {
  const { key, value } = pair;
  return { kind: 'label', result: labelResult(pod, pair), key, value, actual: labelToShow(pod, pair) };
}

function labelResult(pod: PodIdentity, pair: LabelPair): MatchResult {
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
