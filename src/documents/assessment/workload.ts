import { podFindings } from '../../fargate/check-pod.ts';
import { checkEphemeralContainers } from '../../fargate/compatibility.ts';
import { predictAdmitted } from '../../fargate/eks-decision.ts';
import { FieldPath } from '../../fargate/field-path.ts';
import { type Finding, findingsOf, podFinding } from '../../fargate/finding.ts';
import { isBoundForFargate, type Prediction, predict } from '../../fargate/prediction.ts';
import type { ProfileSet } from '../../fargate/profile-set.ts';
import { fieldInObject, type Workload } from '../workloads/workload.ts';

/** What is to be said about a workload: the same for webhook and command line. */
export interface Assessment {
  readonly prediction: Prediction;
  /** Worst first; field paths are relative to the workload. */
  readonly findings: readonly Finding[];
}

export function assessWorkload(workload: Workload, profiles: ProfileSet | undefined): Assessment {
  const { pod, labels, keepsFinishedPods, isAdmitted, doubts } = workload;
  const prediction = isAdmitted ? predictAdmitted(pod, profiles) : predict(pod, profiles);
  if (profiles === undefined) return { prediction, findings: [] };
  const findings = podFindings({ pod, prediction, profiles, workloadLabels: labels, keepsFinishedPods });
  return {
    prediction,
    findings: [
      ...findings.map((found) => ({ ...found, field: fieldOf(found, workload) })),
      ...doubts.map(({ field, message }) => podFinding('pods-may-differ', field, message)),
    ],
  };
}

/** What is new when ephemeral containers are added to a pod: those that it already has were reported before. */
export function assessEphemeralContainers(
  { pod }: Workload,
  before: Workload | undefined,
  profiles: ProfileSet | undefined,
): Assessment {
  const prediction = predictAdmitted(pod, profiles);
  const known = new Set(before?.pod.ephemeralContainers.map(({ name }) => name));
  if (!isBoundForFargate(prediction)) return { prediction, findings: [] };
  return { prediction, findings: findingsOf((add) => checkEphemeralContainers(pod, known, add)) };
}

/** A finding about the Job or a claim template, not about its pods, has its field in the workload's own spec. */
function fieldOf({ code, field }: Finding, workload: Workload): FieldPath {
  const { claimTemplates, owner } = workload;
  if (claimTemplates !== undefined && field.within(FieldPath.of(...claimTemplates)) !== undefined) return field;
  return code === 'finished-job-pods' ? owner.path.to('ttlSecondsAfterFinished') : fieldInObject(workload, field);
}
