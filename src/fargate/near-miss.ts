import { type Finding, podFinding } from './finding.ts';
import {
  Comparisons,
  describeIntent,
  type Intent,
  type IntentContext,
  intentOf,
  namesApplication,
} from './label-intent.ts';
import { pairMatches } from './matching.ts';
import type { FargateProfile } from './profile.ts';
import type { CompiledSelector, LabelPair, ProfileSet } from './profile-set.ts';

export interface Unmatched extends IntentContext {
  readonly profiles: ProfileSet;
}

/**
 * The one selector of an ACTIVE profile that wants the pod's namespace, fails by labels, and that the pod is meant for:
 * each pair that fails has a similar value, a similar key with the value, or is a label of the workload that its template
 * lacks. A label that is absent says nothing, unless it is the only one of several and the others are about this pod.
 * Where a namespace mixes Fargate and EC2, most pods lack the label by which others opt in, and rightly.
 */
export function checkNearMiss(unmatched: Unmatched): readonly Finding[] {
  const comparisons = new Comparisons();
  let nearest: Miss | undefined;
  for (const { profile, selectors } of unmatched.profiles.inNamespace(unmatched.pod.namespace)) {
    if (profile.status !== 'ACTIVE') continue;
    for (const { index: selectorIndex, selector } of selectors) {
      const intents = intentsOf(selector, unmatched, comparisons);
      if (intents === undefined) continue;
      const miss = { profile, selectorIndex, intents, matching: selector.labels.length - intents.length };
      if (nearest === undefined || isNearer(miss, nearest)) nearest = miss;
    }
  }
  return nearest === undefined ? [] : [nearMiss(nearest)];
}

interface Miss {
  readonly profile: FargateProfile;
  readonly selectorIndex: number;
  /** One for each pair that fails. */
  readonly intents: readonly Intent[];
  /** How many pairs match. */
  readonly matching: number;
}

/** Undefined where the pod is not meant for the selector, or has all that it wants. */
function intentsOf(
  selector: CompiledSelector,
  unmatched: Unmatched,
  comparisons: Comparisons,
): readonly Intent[] | undefined {
  const intents: Intent[] = [];
  const matching: LabelPair[] = [];
  for (const pair of selector.labels) {
    if (pairMatches(unmatched.pod, pair)) {
      matching.push(pair);
      continue;
    }
    // An absent label counts only where it is the one that fails.
    if (intents[0]?.kind === 'absent') return undefined;
    const intent = intentOf(pair, unmatched, comparisons);
    if (intent === undefined || (intent.kind === 'absent' && intents.length > 0)) return undefined;
    intents.push(intent);
  }
  const [first] = intents;
  if (first === undefined) return undefined;
  return first.kind !== 'absent' || areAboutThePod(matching) ? intents : undefined;
}

/** One pair alone may be a team's or a stage's, which all of its pods have. */
function areAboutThePod(pairs: readonly LabelPair[]): boolean {
  return pairs.length > 1 || pairs.some(namesApplication);
}

function isNearer(a: Miss, b: Miss): boolean {
  if (a.intents.length !== b.intents.length) return a.intents.length < b.intents.length;
  const [isAbsentInA, isAbsentInB] = [isAbsent(a), isAbsent(b)];
  return isAbsentInA === isAbsentInB ? a.matching > b.matching : isAbsentInB;
}

function isAbsent({ intents }: Miss): boolean {
  return intents[0]?.kind === 'absent';
}

function nearMiss({ profile, selectorIndex, intents }: Miss): Finding {
  const message = `selector ${selectorIndex} of Fargate profile ${profile.name} fails only by ${intents.map(describeIntent).join(', and by ')}`;
  return podFinding('near-miss', 'metadata.labels', message);
}
