import { MAX_NAME_LENGTHS } from './name-language.ts';
import { ownValue, type Pod } from './pod.ts';
import type { FargateProfile } from './profile.ts';
import type {
  CompiledProfile,
  CompiledSelector,
  CompiledUnknownSelector,
  IndexedSelector,
  LabelPair,
  ProfileSet,
} from './profile-set.ts';
import { hasTooManyLabels, someLabelMatches } from './wildcard-label.ts';

/** What of a pod a selector looks at. */
export type PodIdentity = Pick<Pod, 'namespace' | 'labels' | 'controllerAssignedLabels'>;

/** Whether a pod matches any profile, whatever the profile's status. */
export type Match =
  | {
      readonly kind: 'matched';
      /** In name order, never empty: the first that is ACTIVE takes the pod. */
      readonly candidates: readonly [Candidate, ...Candidate[]];
    }
  | { readonly kind: 'unmatched'; readonly findNearest: () => NearMiss | undefined };

export interface Candidate {
  readonly profile: FargateProfile;
  /** Index of the profile's first selector that matches. */
  readonly selectorIndex: number;
}

/** The selector that fails by least, and by what. */
export interface NearMiss extends Candidate {
  /** Never empty. */
  readonly missing: readonly MissingPart[];
}

export type MissingPart =
  | { readonly kind: 'namespace'; readonly wanted: string; readonly actual: string }
  | {
      readonly kind: 'label';
      readonly key: string;
      readonly value: string;
      /** What the pod has under that key; undefined where it has none, or where the key holds a wildcard. */
      readonly actual: string | undefined;
    };

/** A pod matches a profile when it matches any of its selectors. Source: EKS User Guide, fargate-profile. */
export function matchProfiles(pod: PodIdentity, profiles: ProfileSet): Match {
  const candidates: Candidate[] = [];
  for (const { profile, selectors } of profiles.inNamespace(pod.namespace)) {
    const selectorIndex = firstWithLabels(pod, selectors);
    if (selectorIndex >= 0) candidates.push({ profile, selectorIndex });
  }
  const [first, ...rest] = candidates;
  if (first !== undefined) return { kind: 'matched', candidates: [first, ...rest] };
  return unmatched(pod, profiles);
}

/**
 * Most pods of most clusters match nothing, and few ask what they missed: so that is found when it is asked for. By a
 * function: V8 describes each object literal with a getter anew, in the old part of its heap.
 */
function unmatched(pod: PodIdentity, { compiled }: ProfileSet): Match {
  return { kind: 'unmatched', findNearest: () => nearestMiss(pod, compiled) };
}

/** Index of the first whose labels the pod has, -1 where none is. Runs in every review: no closure. */
function firstWithLabels(pod: PodIdentity, selectors: readonly IndexedSelector[]): number {
  for (const { index, selector } of selectors) {
    if (labelsMatch(pod, selector)) return index;
  }
  return -1;
}

/** Index of the first selector that matches, -1 where none does. */
export function matchingSelector(pod: PodIdentity, { selectors }: CompiledProfile): number {
  for (let index = 0; index < selectors.length; index += 1) {
    const selector = selectors[index];
    if (selector !== undefined && selectorMatches(pod, selector)) return index;
  }
  return -1;
}

/** Fewest missing parts; a wrong namespace weighs more than any number of labels, since a pod rarely moves. */
export function nearestMiss(pod: PodIdentity, profiles: readonly CompiledProfile[]): NearMiss | undefined {
  let nearest: (Candidate & { readonly selector: CompiledSelector }) | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { profile, selectors } of profiles) {
    for (let selectorIndex = 0; selectorIndex < selectors.length; selectorIndex += 1) {
      const selector = selectors[selectorIndex];
      if (selector === undefined) continue;
      const distance = distanceOf(pod, selector, least);
      if (distance >= least) continue;
      least = distance;
      nearest = { profile, selectorIndex, selector };
    }
  }
  return nearest === undefined ? undefined : missOf(pod, nearest.selector, nearest);
}

/**
 * Selectors that match only if a label whose value is not known yet gets the right one, one a profile. Empty for a pod
 * that exists.
 */
export function possibleMatches(pod: PodIdentity, profiles: ProfileSet): readonly Candidate[] {
  if (pod.controllerAssignedLabels.length === 0 || hasTooManyLabels(pod.labels, profiles)) return [];
  return profiles.compiled.flatMap((compiled) => {
    if (matchingSelector(pod, compiled) >= 0) return [];
    const selectorIndex = compiled.selectors.findIndex((selector) => mayMatch(pod, selector));
    return selectorIndex < 0 ? [] : [{ profile: compiled.profile, selectorIndex }];
  });
}

/** The selectors of ACTIVE profiles of which a part is not known yet, and which may turn out to match the pod. */
export function unknownMatches(pod: PodIdentity, profiles: ProfileSet): readonly CompiledUnknownSelector[] {
  return profiles.unknownSelectors.filter(
    ({ profile, selector }) => profile.status === 'ACTIVE' && mayMatch(pod, selector),
  );
}

/** `label tier=frontend (the pod has tier=front)` */
export function describeMissing(part: MissingPart): string {
  if (part.kind === 'namespace') return `namespace ${part.wanted} (the pod is in ${part.actual})`;
  const wanted = `label ${part.key}=${part.value}`;
  if (part.actual !== undefined) return `${wanted} (the pod has ${part.key}=${part.actual})`;
  return `${wanted} (the pod does not have it)`;
}

function selectorMatches(pod: PodIdentity, selector: CompiledSelector): boolean {
  return selector.namespace.matches(pod.namespace) && labelsMatch(pod, selector);
}

function labelsMatch(pod: PodIdentity, { rarestFirst }: CompiledSelector): boolean {
  for (const pair of rarestFirst) {
    if (!pairMatches(pod, pair)) return false;
  }
  return true;
}

/** A wildcard key is satisfied by some one label whose key and value both match (open beyond the guide's example). */
export function pairMatches(pod: PodIdentity, pair: LabelPair): boolean {
  const { key, keyPattern, valuePattern } = pair;
  // What every object inherits is no string, so it equals none.
  if (pair.isExact) return pod.labels[key] === pair.value;
  // Whatever value a label gets that is yet to come, `*` takes it.
  if (valuePattern.canonical === '*' && pod.controllerAssignedLabels.some((label) => keyPattern.matches(label)))
    return true;
  if (!keyPattern.isExact) return someLabelMatches(pod.labels, pair);
  const value = ownValue(pod.labels, key);
  return value !== undefined && value.length <= MAX_NAME_LENGTHS['label-value'] && valuePattern.matches(value);
}

function mayMatch(pod: PodIdentity, { namespace, labels }: CompiledSelector): boolean {
  if (!namespace.matches(pod.namespace)) return false;
  return labels.every(
    (pair) => pairMatches(pod, pair) || pod.controllerAssignedLabels.some((key) => pair.keyPattern.matches(key)),
  );
}

const WRONG_NAMESPACE = 1_000_000;

/** Counts no further than to what is too far anyway, and what few pods have first. */
function distanceOf(pod: PodIdentity, { namespace, rarestFirst }: CompiledSelector, tooFar: number): number {
  let distance = namespace.matches(pod.namespace) ? 0 : WRONG_NAMESPACE;
  for (let index = 0; index < rarestFirst.length && distance < tooFar; index += 1) {
    const pair = rarestFirst[index];
    if (pair !== undefined && !pairMatches(pod, pair)) distance += 1;
  }
  return distance;
}

function missOf(pod: PodIdentity, selector: CompiledSelector, { profile, selectorIndex }: Candidate): NearMiss {
  const labels = selector.labels.filter((pair) => !pairMatches(pod, pair));
  const namespace = selector.namespace.matches(pod.namespace)
    ? []
    : [{ kind: 'namespace', wanted: selector.namespace.canonical, actual: pod.namespace } as const];
  const missing = labels.map(
    ({ key, value }) => ({ kind: 'label', key, value, actual: ownValue(pod.labels, key) }) as const,
  );
  return { profile, selectorIndex, missing: [...namespace, ...missing] };
}
