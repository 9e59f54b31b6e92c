import { coreDnsAddOnCommand, coreDnsProfileCommand, isCoreDns } from '../fargate/core-dns.ts';
import { ownValue, type Pod } from '../fargate/pod.ts';
import { COMPUTE_TYPE_ANNOTATION, PROFILE_LABEL, type Prediction, predict, reasonFor } from '../fargate/prediction.ts';
import type { FargateProfile } from '../fargate/profile.ts';
import { recreation, sourceOf, type WorkloadReference } from './controllers.ts';
import { waitsTooLong } from './on-fargate.ts';
import { isFargateNode, type OnOtherNode, type Unplaced } from './placement.ts';
import type { PodCase } from './pod-case.ts';
import { skipped, type Verdict } from './result.ts';
import { quoted } from './scheduling-messages.ts';

/** A pod that EKS has not put on Fargate. */
export function judgeOffFargate(podCase: PodCase, placement: OnOtherNode | Unplaced): Verdict {
  const { prediction, newPod } = podCase;
  const named = ownValue(newPod.labels, PROFILE_LABEL);
  if (named) return labelNotHonoured(podCase, placement, named);
  const profile = wouldTake(prediction, placement);
  if (profile !== undefined) return leftBehind(podCase, placement, profile);
  return (
    nearMiss(podCase, placement) ?? {
      code: 'off-fargate',
      message: `${where(placement)}: ${reasonFor(prediction)}`,
      fix: '',
    }
  );
}

function labelNotHonoured(
  { prediction, workload, clusterPod }: PodCase,
  placement: OnOtherNode | Unplaced,
  named: string,
): Verdict {
  const why =
    prediction.kind === 'fargate'
      ? 'the profile would take a new pod, and may not have been ACTIVE when this pod was created'
      : reasonFor(prediction);
  return {
    code: 'label-not-honoured',
    message: `${where(placement)}, although its label names Fargate profile ${named}: ${why}`,
    fix:
      prediction.kind === 'fargate'
        ? recreation(workload, clusterPod.name)
        : 'fix the label, or the selectors of the profile',
  };
}

/** For a pod that waits, a profile that is not ACTIVE yet counts. */
function wouldTake(prediction: Prediction, { kind }: OnOtherNode | Unplaced): FargateProfile | undefined {
  if (prediction.kind === 'fargate') return prediction.profile;
  const isNotActiveYet =
    kind === 'pending' && prediction.kind === 'not-fargate' && prediction.reason.kind === 'profile-not-active';
  return isNotActiveYet ? prediction.reason.profile : undefined;
}

function leftBehind(
  { clusterPod, workload }: PodCase,
  placement: OnOtherNode | Unplaced,
  profile: FargateProfile,
): Verdict {
  const { name, status, createdAtMs } = profile;
  const fix = recreation(workload, clusterPod.name);
  if (placement.kind === 'pending') {
    const state =
      status === 'ACTIVE' ? 'takes new pods like it' : `will take new pods like it once it is ACTIVE (it is ${status})`;
    return {
      code: 'missed-fargate',
      message: `is pending off Fargate, and stays pending: profile ${name} ${state}, but EKS decides only when a pod is created`,
      fix: status === 'ACTIVE' ? fix : `once the profile is ACTIVE: ${fix}`,
    };
  }
  if (createdAtMs !== undefined && createdAtMs <= clusterPod.createdAtMs) {
    return {
      code: 'not-chosen-by-eks',
      message: `${where(placement)}, although profile ${name} is older than the pod: the profile may not have been ACTIVE when the pod was created, or the pod has changed since`,
      fix,
    };
  }
  const age = createdAtMs === undefined ? 'it may be older than the profile' : 'it is older than the profile';
  return {
    code: 'older-than-profile',
    message: `${where(placement)}; profile ${name} would take a new pod: ${age}`,
    fix,
  };
}

/** Nearly matches a profile: a mistake that EKS does not report. */
function nearMiss({ findings, schedulerMessage }: PodCase, placement: OnOtherNode | Unplaced): Verdict | undefined {
  const found = findings.find(({ code }) => code === 'near-miss');
  if (found === undefined) return undefined;
  const words = placement.kind === 'pending' && schedulerMessage !== '' ? ` (${quoted(schedulerMessage)})` : '';
  return {
    code: placement.kind === 'pending' ? 'pending-near-miss' : 'near-miss',
    message: `${where(placement)}: ${found.message}${words}`,
    fix: found.fix,
  };
}

function where(placement: OnOtherNode | Unplaced): string {
  return placement.kind === 'pending' ? 'is pending off Fargate' : `is on node ${placement.nodeName}, off Fargate`;
}

/** Label and taint of a Fargate node, named like the annotation (seen). */
const NODE_LABEL = 'eks.amazonaws.com/compute-type';

/** A pod that is off Fargate on purpose. A label that names a profile asks for Fargate, whatever else keeps the pod off. */
export function judgeKeptOff(podCase: PodCase): Verdict | undefined {
  const { clusterPod, workload, newPod } = podCase;
  if (clusterPod.isStatic) return skipped('static-pod', 'is a static pod, which the kubelet of its node manages');
  if (workload.kind === 'DaemonSet') return judgeDaemonSet(podCase);
  if (ownValue(newPod.labels, PROFILE_LABEL)) return undefined;
  return ownValue(newPod.annotations, COMPUTE_TYPE_ANNOTATION) === 'ec2' ? judgeOptedOut(podCase) : undefined;
}

/** Stays pending for a Fargate node (seen): it tolerates the taint there, and the node has room for one pod only. */
function judgeDaemonSet({ clusterPod, workload, placement, facts }: PodCase): Verdict {
  const nodeName = placement.kind === 'pending' ? pinnedNode(clusterPod.pod) : undefined;
  if (nodeName === undefined || !isFargateNode(nodeName, facts.fargateNodes)) {
    return skipped('daemon-set', 'belongs to a DaemonSet: DaemonSet pods do not run on Fargate');
  }
  return {
    code: 'daemon-set-pending',
    message: `is pending for Fargate node ${nodeName}, where no DaemonSet pod runs`,
    fix: keepingDaemonSetOff(workload),
  };
}

/** A profile does not help: DaemonSet pods do not run on Fargate. */
export function keepingDaemonSetOff({ name }: WorkloadReference): string {
  return `keep DaemonSet ${name} off Fargate nodes: require a node affinity ${NODE_LABEL} NotIn [fargate], or remove its toleration of that taint`;
}

/** The DaemonSet controller creates a pod for one node, by its name. Source: Kubernetes, DaemonSet. */
function pinnedNode({ requiredNodeTerms = [] }: Pod): string | undefined {
  const byName = requiredNodeTerms.flat().find(({ key, operator }) => key === 'metadata.name' && operator === 'In');
  return byName?.values[0];
}

/** Most often CoreDNS, which EKS annotates so, on a cluster that has Fargate nodes only (seen). */
function judgeOptedOut(podCase: PodCase): Verdict {
  const { placement, facts, newPod } = podCase;
  const annotation = `${COMPUTE_TYPE_ANNOTATION}: ec2`;
  if (placement.kind !== 'pending' || !facts.hasFargateNodesOnly || !waitsTooLong(podCase)) {
    return skipped('opted-out', `has the annotation ${annotation}`);
  }
  const profile = profileWithoutOptOut(podCase);
  const takes = profile === undefined ? '' : `; without it, profile ${profile} would take a new pod`;
  const kept = isCoreDns(newPod) ? 'CoreDNS' : 'it';
  return {
    code: 'opted-out-pending',
    message: `is pending: its annotation ${annotation} keeps ${kept} off Fargate, and the cluster has no other nodes${takes}`,
    fix: waysOut(podCase, profile !== undefined),
  };
}

function profileWithoutOptOut({ newPod, facts }: PodCase): string | undefined {
  const { [COMPUTE_TYPE_ANNOTATION]: _, ...annotations } = newPod.annotations;
  const prediction = predict({ ...newPod, annotations }, facts.profiles);
  return prediction.kind === 'fargate' ? prediction.profile.name : undefined;
}

function waysOut(podCase: PodCase, isSelected: boolean): string {
  const removal = removalOfOptOut(podCase);
  if (!isCoreDns(podCase.newPod)) {
    const profile = isSelected ? '' : 'create a Fargate profile that selects the pod, and ';
    return `${profile}${removal}; or add nodes on EC2`;
  }
  const clusterName = clusterNameIn(podCase);
  const profile = isSelected
    ? ''
    : `create a Fargate profile for CoreDNS (${coreDnsProfileCommand(clusterName)}); then `;
  return `${profile}${removal}; or, where CoreDNS is an EKS add-on: ${coreDnsAddOnCommand(clusterName)}`;
}

/** As EKS calls it, where the profiles say it. */
function clusterNameIn({ facts }: PodCase): string | undefined {
  const [profile] = facts.profiles.byName.values();
  return profile?.profile.clusterName;
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
