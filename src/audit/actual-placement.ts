import type { ClusterPod } from '../documents/workloads/cluster-pod.ts';
import { ownValue } from '../fargate/pod.ts';
import { FARGATE_SCHEDULER, PROFILE_LABEL } from '../fargate/prediction.ts';

/** Where a pod really is. Our own annotations say where it was expected, and anyone may edit them: never evidence. */
export type ActualPlacement = OnFargateNode | WaitingForFargate | OnOtherNode | Unplaced;

export interface OnFargateNode {
  readonly kind: 'fargate';
  readonly nodeName: string;
  /** False: it tolerates the taint of the node, and EKS knows nothing of it. */
  readonly isByEks: boolean;
  /** By EKS's label. */
  readonly profileName: string | undefined;
}

export interface WaitingForFargate {
  readonly kind: 'fargate-pending';
  readonly profileName: string | undefined;
}

export interface OnOtherNode {
  readonly kind: 'other-node';
  readonly nodeName: string;
}

export interface Unplaced {
  readonly kind: 'pending';
}

/** Names of the nodes that are labelled as Fargate's. */
export type FargateNodes = ReadonlySet<string>;

/** EKS names its nodes so (seen); a node may be gone by the time that the pods are listed. */
const FARGATE_NODE_PREFIX = 'fargate-';

export function actualPlacement({ pod }: ClusterPod, fargateNodes: FargateNodes): ActualPlacement {
  const isByEks = pod.schedulerName === FARGATE_SCHEDULER;
  const profileName = ownValue(pod.labels, PROFILE_LABEL) || undefined;
  const { nodeName = '' } = pod;
  if (nodeName === '') return isByEks ? { kind: 'fargate-pending', profileName } : { kind: 'pending' };
  return isFargateNode(nodeName, fargateNodes)
    ? { kind: 'fargate', nodeName, isByEks, profileName }
    : { kind: 'other-node', nodeName };
}

export function isFargateNode(nodeName: string, fargateNodes: FargateNodes): boolean {
  return nodeName.startsWith(FARGATE_NODE_PREFIX) || fargateNodes.has(nodeName);
}
