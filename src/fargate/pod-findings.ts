import { checkCompatibility } from './compatibility.ts';
import { type Finding, podFinding } from './finding.ts';
import type { Severity } from './finding-kind.ts';
import { checkPlacement, type Placement } from './placement.ts';
import { isBoundForFargate, type OnFargate, type UnconfirmedByUs } from './prediction.ts';
import { checkSize } from './sizing.ts';

export interface PodFindingsOptions extends Placement {
  /** Whether finished pods stay until somebody deletes them. */
  readonly keepsFinishedPods: boolean;
}

/** Everything there is to tell about a pod, worst first. Field paths are relative to the pod. */
export function podFindings(options: PodFindingsOptions): readonly Finding[] {
  const { pod, prediction, keepsFinishedPods } = options;
  const placement = checkPlacement(options);
  if (!isBoundForFargate(prediction)) return worstFirst(placement);
  return worstFirst([
    ...checkCompatibility(pod, nameOf(prediction)),
    ...checkSize(pod),
    ...placement,
    ...(keepsFinishedPods ? [finishedPods()] : []),
  ]);
}

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.length < 2 ? findings : findings.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
}

function nameOf(prediction: OnFargate | UnconfirmedByUs): string {
  return prediction.kind === 'fargate' ? prediction.profile.name : prediction.profileName;
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, hint: 2 };

function finishedPods(): Finding {
  const message = 'finished pods hold their Fargate capacity, and are billed, until they are deleted';
  return podFinding('finished-job-pods', 'spec', message);
}
