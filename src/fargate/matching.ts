import { memoizeLast } from './memoize-last.ts';
import { MAX_NAME_LENGTHS } from './name-language.ts';
import { ownValue, type Pod, type StringMap } from './pod.ts';
import type { FargateProfile } from './profile.ts';
import type {
  CompiledProfile,
  CompiledSelector,
  CompiledUnknownSelector,
  IndexedSelector,
  LabelPair,
  ProfileSet,
} from './profile-set.ts';

/** The part of a pod that a selector compares. */
export type PodIdentity = Pick<Pod, 'namespace' | 'labels' | 'controllerAssignedLabels'>;

/** Whether a pod matches any profile, of any status. */
export type Match =
  | {
      readonly kind: 'matched';
      /** In name order, never empty: EKS uses the first that is ACTIVE. */
      readonly candidates: readonly [Candidate, ...Candidate[]];
    }
  | { readonly kind: 'unmatched'; readonly findNearest: () => NearMiss | undefined };

export interface Candidate {
  readonly profile: FargateProfile;
  /** Index of the profile's first selector that matches. */
  readonly selectorIndex: number;
}

/** The selector with the fewest parts that do not match, and these parts. */
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
      /** The value that the pod has for the key; undefined where it has none, or where the key has a wildcard. */
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
 * Most pods match nothing, and few callers need the nearest miss, so it is searched on demand. This is a function and not
 * a getter, because V8 creates a new hidden class, in its old generation, for each object literal with a getter.
 */
function unmatched(pod: PodIdentity, { compiled }: ProfileSet): Match {
  return { kind: 'unmatched', findNearest: () => nearestMiss(pod, compiled) };
}

/** Index of the first selector whose labels match, -1 where none does. Runs in every review, so it creates no closure. */
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

/** Fewest missing parts. A wrong namespace counts more than any number of labels, because a pod rarely moves. */
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
 * Selectors that match only if a controller assigns the right value to a label, at most one per profile. Empty for a pod
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

/** The selectors of ACTIVE profiles that may match the pod, because a part of them is not known yet. */
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

/** A single label whose key and value both match satisfies a pair with a wildcard key (open beyond the guide's example). */
export function pairMatches(pod: PodIdentity, pair: LabelPair): boolean {
  const { key, keyPattern, valuePattern } = pair;
  // Inherited properties are not strings, so they never equal the value.
  if (pair.isExact) return pod.labels[key] === pair.value;
  // `*` matches any value that a controller assigns later.
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

/** Stops at `tooFar`, and compares the rarest labels first. */
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

/** The search results for the labels of one pod. */
interface Search {
  readonly entries: readonly (readonly [key: string, value: string])[];
  /** By {@link pairKey}. */
  readonly answers: Map<string, boolean>;
}

/**
 * The author of a pod can give it a hundred thousand labels, and every selector of every profile searches them more than
 * once. One search for each pod and pair costs less than parsing the pod.
 */
const searchOf: (labels: StringMap) => Search = memoizeLast((labels) => ({
  entries: Object.entries(labels).filter(([key, value]) => canBeLabel(key, value)),
  answers: new Map(),
}));

/** Whether a single label matches both the key and the value of a pair with a wildcard key. */
export function someLabelMatches(labels: StringMap, pair: LabelPair): boolean {
  const { entries, answers } = searchOf(labels);
  const known = answers.get(pairKey(pair));
  if (known !== undefined) return known;
  const { keyPattern, valuePattern } = pair;
  const answer = entries.some(([key, value]) => keyPattern.matches(key) && valuePattern.matches(value));
  answers.set(pairKey(pair), answer);
  return answer;
}

/** The length separates the key from the value, whatever characters they contain. */
function pairKey({ keyPattern, valuePattern }: LabelPair): string {
  return `${keyPattern.canonical.length} ${keyPattern.canonical}${valuePattern.canonical}`;
}

/** Kubernetes stores no longer key or value. */
function canBeLabel(key: string, value: string): boolean {
  return key.length <= MAX_NAME_LENGTHS['label-key'] && value.length <= MAX_NAME_LENGTHS['label-value'];
}

/**
 * They take a tenth of a second. A hundred profiles with 5 × 5 different wildcard pairs each need 5 million steps for a pod
 * with thirty long labels.
 */
const MAX_STEPS = 10_000_000;

/** The minimum for each label, because a cheap test excludes most. */
const STEPS_PER_LABEL = 16;

/**
 * Whether comparing the labels with every wildcard key of the profiles would block the webhook too long. Uses an upper bound
 * that needs no comparison of labels.
 */
export function hasTooManyLabels(labels: StringMap, { wildcardKeySteps }: ProfileSet): boolean {
  if (wildcardKeySteps === 0) return false;
  let characters = 0;
  for (const key of Object.keys(labels)) {
    const value = labels[key] ?? '';
    characters += STEPS_PER_LABEL + (canBeLabel(key, value) ? key.length + value.length : 0);
  }
  return characters * wildcardKeySteps > MAX_STEPS;
}
