import type { ClusterPod } from '../documents/workloads/cluster-pod.ts';
import { profileChosenByEks } from '../fargate/eks-decision.ts';
import { ownValue, type Pod } from '../fargate/pod.ts';
import {
  FARGATE_SCHEDULER,
  isBoundForFargate,
  PROFILE_LABEL,
  type Prediction,
  predict,
} from '../fargate/prediction.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import type { KnownTemplate, Template } from './controllers.ts';

/** Where a pod is. Our own annotations are no evidence: they hold a prediction, and users can edit them. */
export type ActualPlacement = OnFargateNode | WaitingForFargate | OnOtherNode | Unplaced;

export interface OnFargateNode {
  readonly kind: 'fargate';
  readonly nodeName: string;
  /** False: the pod tolerates the taint of the node, and EKS did not place it. */
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

export interface NewPod {
  readonly newPod: Pod;
  readonly prediction: Prediction;
}

/**
 * The pod as its controller would create it again, and the prediction for it: without its node, and without what EKS
 * writes on a pod that it takes.
 *
 * EKS's label looks like one that a person wrote. Without a template, the label counts as a person's as long as
 * it still leads to Fargate: so the audit reports no change that may be none. EKS writes its scheduler
 * and its label together, so the scheduler alone is always the author's.
 */
export function predictNewPod(pod: Pod, template: Template, profiles: ProfileSet): NewPod {
  if (template.kind === 'itself') return predicted(pod, profiles);
  const unplaced = { ...pod, nodeName: undefined };
  if (pod.schedulerName !== FARGATE_SCHEDULER) return predicted(unplaced, profiles);
  if (template.kind === 'known') return predicted(asWritten(unplaced, template), profiles);
  if (profileChosenByEks(pod) === undefined) return predicted(unplaced, profiles);
  const byLabel = predicted({ ...unplaced, schedulerName: undefined }, profiles);
  return isBoundForFargate(byLabel.prediction) ? byLabel : predicted(asWritten(unplaced, NOTHING_WRITTEN), profiles);
}

const NOTHING_WRITTEN = { profileName: undefined, schedulerName: undefined };

function asWritten(
  pod: Pod,
  { profileName, schedulerName }: Pick<KnownTemplate, 'profileName' | 'schedulerName'>,
): Pod {
  const { [PROFILE_LABEL]: _, ...others } = pod.labels;
  const labels = profileName === undefined ? others : { ...others, [PROFILE_LABEL]: profileName };
  return { ...pod, labels, schedulerName };
}

function predicted(newPod: Pod, profiles: ProfileSet): NewPod {
  return { newPod, prediction: predict(newPod, profiles) };
}
