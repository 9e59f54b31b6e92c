import type { Workload } from '../documents/workload.ts';
import { checkEphemeralContainers } from '../fargate/compatibility.ts';
import type { Finding } from '../fargate/finding.ts';
import { podFindings } from '../fargate/pod-findings.ts';
import { type Prediction, predict } from '../fargate/prediction.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';

/** What is to be said about a workload: the same for webhook and command line. */
export interface Assessment {
  readonly prediction: Prediction;
  /** Worst first; field paths are relative to the workload. */
  readonly findings: readonly Finding[];
}

export function assessWorkload(workload: Workload, profiles: ProfileSet | undefined): Assessment {
  const { pod, labels, keepsFinishedPods } = workload;
  const prediction = predict(pod, profiles);
  if (profiles === undefined) return { prediction, findings: [] };
  const findings = podFindings({ pod, prediction, profiles, workloadLabels: labels, keepsFinishedPods });
  return { prediction, findings: findings.map((found) => ({ ...found, field: fieldOf(found, workload) })) };
}

/** What is new when ephemeral containers are added to a pod. */
export function assessEphemeralContainers({ pod }: Workload, profiles: ProfileSet | undefined): Assessment {
  const prediction = predict(pod, profiles);
  return { prediction, findings: prediction.kind === 'fargate' ? checkEphemeralContainers(pod) : [] };
}

/** What is about the Job and not its pods stands in the Job's own spec. */
function fieldOf({ code, field }: Finding, { fieldPrefix }: Workload): string {
  if (code !== 'finished-job-pods') return `${fieldPrefix}${field}`;
  return `${fieldPrefix.slice(0, -'template.'.length)}ttlSecondsAfterFinished`;
}
