import type { ClusterPod } from '../documents/workloads/cluster-pod.ts';
import type { Finding } from '../fargate/finding.ts';
import type { Pod } from '../fargate/pod.ts';
import type { Prediction } from '../fargate/prediction.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import type { Controllers, Template, WorkloadReference } from './controllers.ts';
import type { ActualPlacement, FargateNodes } from './placement.ts';
import type { SchedulingEvents } from './scheduling-messages.ts';

/** What is known of the cluster before its pods are read. */
export interface ClusterFacts {
  readonly profiles: ProfileSet;
  readonly fargateNodes: FargateNodes;
  /** Whether every node was read, and none is outside of Fargate. */
  readonly hasFargateNodesOnly: boolean;
  readonly controllers: Controllers;
  readonly events: SchedulingEvents;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** Of AWS, as a node says it. */
  readonly region: string | undefined;
}

/** Everything that a verdict depends on. */
export interface PodCase {
  readonly clusterPod: ClusterPod;
  readonly workload: WorkloadReference;
  readonly template: Template;
  readonly placement: ActualPlacement;
  /** The pod as it would be created now, and the prediction for it. */
  readonly newPod: Pod;
  readonly prediction: Prediction;
  /** About the new pod, worst first. */
  readonly findings: readonly Finding[];
  /** What a scheduler says about a pod that it has not placed; empty where it says nothing. */
  readonly schedulerMessage: string;
  readonly facts: ClusterFacts;
}
