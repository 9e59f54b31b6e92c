import type { StringMap } from './pod.ts';
import type { LabelPair } from './profile-set.ts';
import { rememberLast } from './remember-last.ts';

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
const searchOf: (labels: StringMap) => Search = rememberLast((labels) => ({
  entries: Object.entries(labels),
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
