import { type Finding, podFinding } from './finding.ts';
import { type Candidate, possibleMatches } from './matching.ts';
import type { Pod } from './pod.ts';
import { type Prediction, profileLabel } from './prediction.ts';
import type { FargateProfile } from './profile.ts';
import { compareNames, type ProfileSet } from './profile-set.ts';

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
  return podFinding('may-match', 'metadata.labels', message);
}
