import { memoizeLast } from './memoize-last.ts';
import { MAX_NAME_LENGTHS } from './name-language.ts';
import type { StringMap } from './pod.ts';
import type { LabelPair, ProfileSet } from './profile-set.ts';

/** What has been found out about the labels of one pod. */
interface Search {
  readonly entries: readonly (readonly [key: string, value: string])[];
  /** By {@link pairKey}. */
  readonly answers: Map<string, boolean>;
}

/**
 * Whoever can make a pod can give it a hundred thousand labels, and every selector of every profile asks about them more
 * than once. Searched once a pod and pair they cost less than reading the pod did.
 */
const searchOf: (labels: StringMap) => Search = memoizeLast((labels) => ({
  entries: Object.entries(labels).filter(([key, value]) => canBeLabel(key, value)),
  answers: new Map(),
}));

/** Whether the key and the value of some one label match those of a pair whose key holds a wildcard. */
export function someLabelMatches(labels: StringMap, pair: LabelPair): boolean {
  const { entries, answers } = searchOf(labels);
  const known = answers.get(pairKey(pair));
  if (known !== undefined) return known;
  const { keyPattern, valuePattern } = pair;
  const answer = entries.some(([key, value]) => keyPattern.matches(key) && valuePattern.matches(value));
  answers.set(pairKey(pair), answer);
  return answer;
}

/** Its length keeps the key apart from the value, whatever they hold. */
function pairKey({ keyPattern, valuePattern }: LabelPair): string {
  return `${keyPattern.canonical.length} ${keyPattern.canonical}${valuePattern.canonical}`;
}

/** A longer key or value is none that Kubernetes stores. */
function canBeLabel(key: string, value: string): boolean {
  return key.length <= MAX_NAME_LENGTHS['label-key'] && value.length <= MAX_NAME_LENGTHS['label-value'];
}

/**
 * A tenth of a second. A hundred profiles of 5 × 5 such pairs, each pair another, take 5 million for a pod with thirty long
 * labels.
 */
const MAX_STEPS = 10_000_000;

/** For a label that a glance rules out. */
const STEPS_PER_LABEL = 16;

/**
 * Whether comparing the labels with every wildcard key of the profiles would keep the webhook from answering anything else.
 * An upper bound, found before any label is compared.
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
