import { FieldPath } from './field-path.ts';
import { type Finding, podFinding } from './finding.ts';
import {
  Comparisons,
  describeIntent,
  type Intent,
  type IntentContext,
  intentOf,
  namesApplication,
} from './label-intent.ts';
import { type Candidate, pairMatches, possibleMatches } from './matching.ts';
import type { Pod } from './pod.ts';
import { type Prediction, profileLabel } from './prediction.ts';
import type { FargateProfile } from './profile.ts';
import { type CompiledSelector, compareNames, type LabelPair, type ProfileSet } from './profile-set.ts';

export interface Unmatched extends IntentContext {
  readonly profiles: ProfileSet;
}

/**
 * Finds the one selector of an ACTIVE profile that matches the pod's namespace but not its labels, although the author of
 * the pod likely wants it to match: for each pair that does not match, the pod has a similar value, or a similar key with
 * the same value, or the workload has the label and its template does not. An absent label alone says nothing, unless it
 * is the only one of several and the others identify this pod: where a namespace mixes Fargate and EC2, most pods
 * intentionally lack the label with which others opt in.
 */
export function checkNearMiss(unmatched: Unmatched): readonly Finding[] {
  const nearest = findNearMiss(unmatched);
  return nearest === undefined ? [] : [nearMiss(nearest)];
}

/** The same, for what a change of labels would have to change. */
export function findNearMiss(unmatched: Unmatched): Miss | undefined {
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
  return nearest;
}

export interface Miss {
  readonly profile: FargateProfile;
  readonly selectorIndex: number;
  /** One for each pair that does not match. */
  readonly intents: readonly Intent[];
  /** How many pairs match. */
  readonly matching: number;
}

/** Undefined where the author likely does not want the selector to match, or where it matches. */
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
    // An absent label counts only where it is the only one that does not match.
    if (intents[0]?.kind === 'absent') return undefined;
    const intent = intentOf(pair, unmatched, comparisons);
    if (intent === undefined || (intent.kind === 'absent' && intents.length > 0)) return undefined;
    intents.push(intent);
  }
  const [first] = intents;
  if (first === undefined) return undefined;
  return first.kind !== 'absent' || identifyThePod(matching) ? intents : undefined;
}

/** A single pair may be the label of a team or a stage, which all of its pods have. */
function identifyThePod(pairs: readonly LabelPair[]): boolean {
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

function nearMiss({ intents, ...miss }: Miss): Finding {
  const message = nearMissMessage(miss, intents.map(describeIntent).join(' and '));
  return podFinding('near-miss', FieldPath.of('metadata', 'labels'), message);
}

/** @param missing what keeps the selector from matching. */
export function nearMissMessage(
  { profile, selectorIndex }: { readonly profile: Pick<FargateProfile, 'name'>; readonly selectorIndex: number },
  missing: string,
): string {
  return `selector ${selectorIndex} of Fargate profile ${profile.name} matches except for ${missing}`;
}

export interface PodWithPrediction {
  readonly pod: Pod;
  readonly prediction: Prediction;
  readonly profiles: ProfileSet;
}

/** Finds profiles that match only with the right value of a label that a controller assigns: its key is known, its value is not. */
export function checkMayMatch({ pod, prediction, profiles }: PodWithPrediction): readonly Finding[] {
  const named = profileLabel(pod);
  return possibleMatches(pod, profiles)
    .filter(({ profile }) => named === undefined || profile.name === named)
    .filter(({ profile }) => wouldRun(profile, prediction))
    .map(mayMatch);
}

function wouldRun({ name, status }: FargateProfile, prediction: Prediction): boolean {
  if (status !== 'ACTIVE') return false;
  switch (prediction.kind) {
    case 'fargate':
      return prediction.decidedBy === 'selector' && compareNames(name, prediction.profile.name) < 0;
    case 'not-fargate':
      return UNDECIDED.has(prediction.reason.kind);
    default:
      return false;
  }
}

/** The other reasons keep the pods off Fargate with any labels. */
const UNDECIDED: ReadonlySet<string> = new Set(['no-selector-matches', 'profile-not-matching', 'profile-not-active']);

function mayMatch({ profile, selectorIndex }: Candidate): Finding {
  const message = `selector ${selectorIndex} of Fargate profile ${profile.name} may match: it uses a label that a controller adds to the pods, with a value that is not known yet`;
  return podFinding('may-match', FieldPath.of('metadata', 'labels'), message);
}
