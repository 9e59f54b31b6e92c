import type { ClusterPod } from '../documents/workloads/cluster-pod.ts';
import { podFindings } from '../fargate/check-pod.ts';
import { judgeKeptOff, judgeOffFargate, keepingDaemonSetOff } from './off-fargate.ts';
import { judgeOnFargate, judgeWaiting } from './on-fargate.ts';
import { actualPlacement, predictNewPod } from './placement.ts';
import type { ClusterFacts, PodCase } from './pod-case.ts';
import { skipped, type Verdict } from './result.ts';

export interface JudgedPod extends PodCase {
  readonly verdict: Verdict;
}

/** Compares where a pod is with where a new pod like it would be. */
export function judgePod(clusterPod: ClusterPod, facts: ClusterFacts): JudgedPod {
  const podCase = caseOf(clusterPod, facts);
  return { ...podCase, verdict: verdictOn(podCase) };
}

function caseOf(clusterPod: ClusterPod, facts: ClusterFacts): PodCase {
  const { pod, name, unscheduled } = clusterPod;
  const { profiles, controllers, events, fargateNodes } = facts;
  const template = controllers.templateOf(pod);
  const { newPod, prediction } = predictNewPod(pod, template, profiles);
  return {
    clusterPod,
    workload: controllers.workloadOf(pod, name),
    template,
    placement: actualPlacement(clusterPod, fargateNodes),
    newPod,
    prediction,
    findings: podFindings({ pod: newPod, prediction, profiles, workloadLabels: {}, keepsFinishedPods: false }),
    schedulerMessage: events.messageFor(pod.namespace, name) || (unscheduled ?? ''),
    facts,
  };
}

/** Toleration only comes first: such a pod fails at once, and its controller creates hundreds of them. */
function verdictOn(podCase: PodCase): Verdict {
  const { placement, clusterPod } = podCase;
  if (placement.kind === 'fargate' && !placement.isByEks) return tolerationOnly(podCase, placement.nodeName);
  if (clusterPod.isBeingDeleted) return skipped('being-deleted', 'is being deleted');
  if (clusterPod.phase === 'Succeeded' || clusterPod.phase === 'Failed') return finished(podCase);
  if (placement.kind === 'fargate') return judgeOnFargate(podCase, placement);
  if (placement.kind === 'fargate-pending') return judgeWaiting(podCase, placement);
  return judgeKeptOff(podCase) ?? judgeOffFargate(podCase, placement);
}

function tolerationOnly({ workload }: PodCase, nodeName: string): Verdict {
  return {
    code: 'toleration-only',
    message: `is on Fargate node ${nodeName} only because of its toleration: the kubelet there refuses it`,
    fix:
      workload.kind === 'DaemonSet'
        ? keepingDaemonSetOff(workload)
        : 'remove the toleration of eks.amazonaws.com/compute-type, and make a profile select the pod',
  };
}

function finished({ placement, clusterPod, workload }: PodCase): Verdict {
  if (placement.kind !== 'fargate') return skipped('finished', 'has finished');
  return {
    code: 'finished-on-fargate',
    message: 'has finished, and is billed until it is deleted',
    fix:
      workload.kind === 'Job' || workload.kind === 'CronJob'
        ? 'set ttlSecondsAfterFinished in the Job spec'
        : `kubectl delete pod ${clusterPod.name} -n ${workload.namespace}`,
  };
}
