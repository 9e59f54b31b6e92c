import { type ClusterPod, parseClusterPod } from '../../documents/workloads/cluster-pod.ts';
import { type ActualPlacement, actualPlacement } from '../actual-placement.ts';
import { ClusterReading, type ClusterReadingOptions } from '../cluster-reading.ts';
import type { ClusterFacts } from '../pod-case.ts';
import { readFacts } from '../read-facts.ts';
import type { AuditError } from '../report/report.ts';
import type { PodToPlan, TakenPod } from './plan-pod.ts';

export interface UnreadParts {
  readonly errors: readonly AuditError[];
  readonly notes: readonly string[];
}

export interface PlanClusterOptions extends ClusterReadingOptions, Pick<ClusterFacts, 'profiles' | 'nowMs'> {
  /** Takes in each pod that could be made anew. */
  readonly take: (pod: PodToPlan) => void;
}

/** Goes through the pods that run now. Resolves to what could not be read. @throws UnreadableClusterError */
export async function readPodsToPlan({ take, ...options }: PlanClusterOptions): Promise<UnreadParts> {
  const reading = new ClusterReading(options);
  const facts = await readFacts(reading, options);
  await reading.read('pods', (item) => {
    const clusterPod = parseClusterPod(item);
    if (!isOver(clusterPod)) take(podToPlan(clusterPod, facts));
  });
  reading.requirePods();
  return { errors: reading.errors, notes: reading.notes };
}

/** Nothing becomes of a pod that has finished, is going, or is its node's own. */
function isOver({ phase, isBeingDeleted, isStatic }: ClusterPod): boolean {
  return phase === 'Succeeded' || phase === 'Failed' || isBeingDeleted || isStatic;
}

function podToPlan(clusterPod: ClusterPod, { controllers, fargateNodes }: ClusterFacts): PodToPlan {
  const { pod, name, provisioned } = clusterPod;
  return {
    workload: controllers.workloadOf(pod, name),
    pod,
    template: controllers.templateOf(pod),
    count: 1,
    onFargate: takenPod(actualPlacement(clusterPod, fargateNodes), provisioned),
    isFromFile: false,
  };
}

function takenPod(placement: ActualPlacement, provisioned: string | undefined): TakenPod | undefined {
  const { kind } = placement;
  if (kind === 'fargate-pending') return { profileName: placement.profileName, provisioned, hasNode: false };
  if (kind !== 'fargate' || !placement.isByEks) return undefined;
  return { profileName: placement.profileName, provisioned, hasNode: true };
}
