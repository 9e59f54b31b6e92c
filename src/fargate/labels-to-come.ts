import { type Finding, podFinding } from './finding.ts';
import { type Candidate, possibleMatches } from './matching.ts';
import type { Pod } from './pod.ts';
import { type Prediction, profileLabel } from './prediction.ts';
import type { FargateProfile } from './profile.ts';
import { compareNames, type ProfileSet } from './profile-set.ts';

export interface Foreseen {
  readonly pod: Pod;
  readonly prediction: Prediction;
  readonly profiles: ProfileSet;
}

/** A controller adds labels of which only the key is known beforehand: told where the value decides which profile takes the pods. */
export function checkControllerAssignedLabels({ pod, prediction, profiles }: Foreseen): readonly Finding[] {
  const named = profileLabel(pod);
  return possibleMatches(pod, profiles)
    .filter(({ profile }) => named === undefined || profile.name === named)
    .filter(({ profile }) => wouldTake(profile, prediction))
    .map(mayMatch);
}

function wouldTake({ name, status }: FargateProfile, prediction: Prediction): boolean {
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

/** The other reasons keep the pods off Fargate whatever their labels. */
const UNDECIDED: ReadonlySet<string> = new Set(['no-selector-matches', 'profile-not-matching', 'profile-not-active']);

function mayMatch({ profile, selectorIndex }: Candidate): Finding {
  const message = `selector ${selectorIndex} of Fargate profile ${profile.name} may match: it names a label that the pods only get when they are made`;
  return podFinding('may-match', 'metadata.labels', message);
}
