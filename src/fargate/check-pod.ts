import { checkCompatibility } from './compatibility.ts';
import { FieldPath } from './field-path.ts';
import {
  type AddFinding,
  codesOf,
  type FieldAndMessage,
  type Finding,
  type FindingCode,
  findingsOf,
  worstFirst,
} from './finding.ts';
import { checkPlacement, type Placement } from './placement.ts';
import { isBoundForFargate, type OnFargate, type UnconfirmedOnFargate } from './prediction.ts';
import { checkSize } from './sizing.ts';

export interface PodFindingsOptions extends Placement {
  /** Whether the pods of a Job that succeeds exist until a person deletes them. */
  readonly keepsFinishedPods: boolean;
}

/** All findings about a pod, worst first. Field paths are relative to the pod. */
export function podFindings(options: PodFindingsOptions): readonly Finding[] {
  return worstFirst(findingsOf((add) => checkPod(options, add)));
}

/** The codes of what {@link podFindings} finds. A review of a pod needs no words, and making them costs time. */
export function podFindingCodes(options: PodFindingsOptions): readonly FindingCode[] {
  return codesOf((add) => checkPod(options, add));
}

function checkPod(options: PodFindingsOptions, add: AddFinding): void {
  const { pod, prediction, keepsFinishedPods } = options;
  const isBound = isBoundForFargate(prediction);
  if (isBound) {
    checkCompatibility(pod, nameOf(prediction), add);
    checkSize(pod, add);
  }
  for (const finding of checkPlacement(options)) add(finding.code, () => finding);
  if (isBound && keepsFinishedPods) add('finished-job-pods', finishedPods);
}

function nameOf(prediction: OnFargate | UnconfirmedOnFargate): string {
  return prediction.kind === 'fargate' ? prediction.profile.name : prediction.profileName;
}

function finishedPods(): FieldAndMessage {
  const message = 'finished pods keep their Fargate capacity and are billed until they are deleted';
  return { field: FieldPath.of('spec'), message };
}
