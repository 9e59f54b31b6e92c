import { ownValue, type Pod } from '../fargate/pod.ts';
import { COMPUTE_TYPE_ANNOTATION, PROFILE_LABEL, predict } from '../fargate/prediction.ts';
import { isFargateNode } from './actual-placement.ts';
import type { WorkloadReference } from './controllers.ts';
import type { PodCase } from './pod-case.ts';
import { sourceOf } from './recreate.ts';
import { skipped, type Verdict } from './result.ts';
import { waitsTooLong } from './waiting.ts';

/** Label and taint of a Fargate node, named like the annotation (seen). */
const NODE_LABEL = 'eks.amazonaws.com/compute-type';

/** A pod that is off Fargate on purpose. A label that names a profile says what is meant, whatever else keeps the pod off. */
export function judgeKeptOff(podCase: PodCase): Verdict | undefined {
  const { clusterPod, workload, newPod } = podCase;
  if (clusterPod.isStatic) return skipped('static-pod', "is a static pod, its node's own");
  if (workload.kind === 'DaemonSet') return judgeDaemonSet(podCase);
  if (ownValue(newPod.labels, PROFILE_LABEL)) return undefined;
  return ownValue(newPod.annotations, COMPUTE_TYPE_ANNOTATION) === 'ec2' ? judgeOptedOut(podCase) : undefined;
}

/** Pending for good on a Fargate node (seen): it tolerates the taint there, and the node has room for one pod only. */
function judgeDaemonSet({ clusterPod, workload, placement, facts }: PodCase): Verdict {
  const nodeName = placement.kind === 'pending' ? pinnedNode(clusterPod.pod) : undefined;
  if (nodeName === undefined || !isFargateNode(nodeName, facts.fargateNodes)) {
    return skipped('daemon-set', 'belongs to a DaemonSet: those do not run on Fargate');
  }
  return {
    code: 'daemon-set-pending',
    message: `is pending for Fargate node ${nodeName}, where no DaemonSet pod runs`,
    fix: keepingDaemonSetOff(workload),
  };
}

/** No profile helps: DaemonSet pods do not run on Fargate. */
export function keepingDaemonSetOff({ name }: WorkloadReference): string {
  return `keep DaemonSet ${name} off Fargate nodes: require a node affinity ${NODE_LABEL} NotIn [fargate], or remove its toleration of that taint`;
}

/** The DaemonSet controller makes a pod for one node, by its name. Source: Kubernetes, DaemonSet. */
function pinnedNode({ requiredNodeTerms = [] }: Pod): string | undefined {
  const byName = requiredNodeTerms.flat().find(({ key, operator }) => key === 'metadata.name' && operator === 'In');
  return byName?.values[0];
}

/** Most often CoreDNS, which EKS annotates so, on a cluster that has Fargate nodes only (seen). */
function judgeOptedOut(podCase: PodCase): Verdict {
  const { placement, facts } = podCase;
  const annotation = `${COMPUTE_TYPE_ANNOTATION}: ec2`;
  if (placement.kind !== 'pending' || !facts.hasFargateNodesOnly || !waitsTooLong(podCase)) {
    return skipped('opted-out', `has the annotation ${annotation}`);
  }
  const profile = profileWithoutOptOut(podCase);
  const takes = profile === undefined ? '' : `; without it, profile ${profile} would take a new pod`;
  return {
    code: 'opted-out-pending',
    message: `is pending: its annotation ${annotation} keeps it off Fargate, and the cluster has no other nodes${takes}`,
    fix: waysOut(podCase, profile !== undefined).join('; or '),
  };
}

function profileWithoutOptOut({ newPod, facts }: PodCase): string | undefined {
  const { [COMPUTE_TYPE_ANNOTATION]: _, ...annotations } = newPod.annotations;
  const prediction = predict({ ...newPod, annotations }, facts.profiles);
  return prediction.kind === 'fargate' ? prediction.profile.name : undefined;
}

function waysOut(podCase: PodCase, isSelected: boolean): readonly string[] {
  const isCoreDns = isCoreDnsPod(podCase.newPod);
  const selection = isCoreDns ? 'namespace kube-system and label k8s-app=kube-dns' : 'the pod';
  const profile = isSelected ? '' : `create a Fargate profile that selects ${selection}, and `;
  const other = isCoreDns
    ? `${profile}set the configuration of the EKS add-on coredns to {"computeType":"Fargate"}`
    : 'add nodes on EC2';
  return [`${profile}${removalOfOptOut(podCase)}`, other];
}

/** Source: EKS User Guide, CoreDNS on Fargate. */
function isCoreDnsPod({ namespace, labels }: Pod): boolean {
  return namespace === 'kube-system' && ownValue(labels, 'k8s-app') === 'kube-dns';
}

const PATCHED_BY_KUBECTL: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet']);
const REMOVAL = JSON.stringify([
  { op: 'remove', path: `/spec/template/metadata/annotations/${COMPUTE_TYPE_ANNOTATION.replace('/', '~1')}` },
]);

function removalOfOptOut({ workload }: PodCase): string {
  const { kind, namespace, name } = workload;
  if (!PATCHED_BY_KUBECTL.has(kind)) return `remove the annotation from ${sourceOf(workload)}`;
  return `remove the annotation: kubectl patch ${kind.toLowerCase()} ${name} -n ${namespace} --type json -p='${REMOVAL}'`;
}
