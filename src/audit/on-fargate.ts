import { capacityOf, formatCapacity, parseCapacity } from '../fargate/capacity.ts';
import { largeUnusedShare, provisionedAmount, requestedAmount } from '../fargate/cost.ts';
import { predictAdmitted } from '../fargate/eks-decision.ts';
import { ownValue } from '../fargate/pod.ts';
import {
  FARGATE_SCHEDULER,
  type NotFargateReason,
  type OnFargate,
  PROFILE_LABEL,
  reasonFor,
  reasonNotOnFargate,
} from '../fargate/prediction.ts';
import { effectiveRequests } from '../fargate/requests.ts';
import { recreation, sourceOf } from './controllers.ts';
import type { OnFargateNode, WaitingForFargate } from './placement.ts';
import type { PodCase } from './pod-case.ts';
import type { Verdict } from './result.ts';
import { findEksReason, quoted } from './scheduling-messages.ts';

/** A pod that EKS has put on a Fargate node. */
export function judgeOnFargate(podCase: PodCase, { profileName }: OnFargateNode): Verdict {
  return (
    judgeProfile(podCase, profileName) ??
    judgePrediction(podCase, profileName) ??
    judgeSize(podCase) ?? {
      code: 'on-fargate',
      message: `is on Fargate profile ${profileName ?? '?'}, as a new pod would be`,
      fix: '',
    }
  );
}

/** Deleting a profile stops its pods (EKS User Guide), so this does not last. */
function judgeProfile({ facts, prediction }: PodCase, profileName: string | undefined): Verdict | undefined {
  if (profileName === undefined) return undefined;
  const profile = facts.profiles.byName.get(profileName)?.profile;
  if (profile === undefined) {
    return {
      code: 'profile-gone',
      message: `is on Fargate profile ${profileName}, which does not exist in the cluster; ${ofNewPod(prediction)}`,
      fix: `create profile ${profileName} again, or let another profile select the pod`,
    };
  }
  if (profile.status === 'ACTIVE') return undefined;
  return {
    code: 'profile-not-active',
    message: `is on Fargate profile ${profileName}, which is ${profile.status}; ${ofNewPod(prediction)}`,
    fix: 'let an ACTIVE profile select the pod before it is recreated',
  };
}

export function ofNewPod(prediction: PodCase['prediction']): string {
  if (prediction.kind === 'fargate') return `profile ${prediction.profile.name} would take a new pod`;
  return `a new pod would not run on Fargate: ${reasonFor(prediction)}`;
}

function judgePrediction(
  { prediction, clusterPod, workload }: PodCase,
  profileName: string | undefined,
): Verdict | undefined {
  if (prediction.kind !== 'fargate') {
    return {
      code: 'would-leave-fargate',
      message: `is on Fargate, where a new pod would not run: ${reasonFor(prediction)}`,
      fix: 'let a profile select the pod; to move the pod off Fargate, recreate it',
    };
  }
  if (profileName === undefined || prediction.profile.name === profileName) return undefined;
  return {
    code: 'another-profile',
    message: `is on Fargate profile ${profileName}; a new pod would get ${whyOther(prediction)}`,
    fix: recreation(workload, clusterPod.name),
  };
}

function whyOther({ profile, decidedBy }: OnFargate): string {
  return decidedBy === 'label'
    ? `profile ${profile.name}, which the template names`
    : `profile ${profile.name}, the matching ACTIVE profile whose name sorts first`;
}

function judgeSize({ clusterPod, newPod, workload }: PodCase): Verdict | undefined {
  const provisioned = parseCapacity(clusterPod.provisioned ?? '');
  const predicted = capacityOf(newPod);
  if (provisioned === undefined || predicted.kind !== 'provisioned') return undefined;
  if (provisioned.vcpu !== predicted.vcpu || provisioned.memoryGB !== predicted.memoryGB) {
    return {
      code: 'size-differs',
      message: `has ${formatCapacity(provisioned)}; a new pod would get ${formatCapacity(predicted)}`,
      fix: recreation(workload, clusterPod.name),
    };
  }
  const requests = effectiveRequests(newPod);
  const unused =
    requests.kind === 'requests' && largeUnusedShare(requestedAmount(requests), provisionedAmount(provisioned));
  if (typeof unused !== 'number') return undefined;
  return {
    code: 'over-provisioned',
    message: `${Math.floor(unused * 100)} % of the price of its ${formatCapacity(provisioned)} is for capacity that it does not request`,
    fix: 'balance the cpu and memory requests: sizes are fixed pairs of cpu and memory',
  };
}

/** Fargate starts a pod within a minute or two. */
const USUAL_START_MS = 300_000;

/** A pod that EKS has taken for Fargate, and that has no node yet. */
export function judgeWaiting(podCase: PodCase, { profileName = '?' }: WaitingForFargate): Verdict {
  const { schedulerMessage, clusterPod } = podCase;
  const reason = findEksReason(schedulerMessage);
  const refusals = podCase.findings.filter(({ severity }) => severity === 'error');
  if (reason !== undefined && reason.code !== 'refused-by-fargate') {
    return { ...reason, message: `is pending on Fargate profile ${profileName}: ${quoted(schedulerMessage)}` };
  }
  if (reason !== undefined) return refused(podCase, profileName);
  const mismatch = mismatchOf(podCase);
  if (mismatch !== undefined) return unmatched(podCase, mismatch);
  if (refusals.length > 0) return refused(podCase, profileName);
  if (schedulerMessage === '' && !waitsTooLong(podCase)) {
    return { code: 'starting', message: `is starting on Fargate profile ${profileName}`, fix: '' };
  }
  const words = schedulerMessage === '' ? 'EKS gives no reason' : quoted(schedulerMessage);
  return {
    code: 'stuck',
    message: `is pending on Fargate profile ${profileName}${since(clusterPod.createdAtMs)}: ${words}`,
    fix: `recreate the pod (${recreation(podCase.workload, clusterPod.name)}); check the subnets and the health of the profile`,
  };
}

/** False for a pod without a creation time. */
export function waitsTooLong({ facts, clusterPod }: PodCase): boolean {
  return facts.nowMs - clusterPod.createdAtMs > USUAL_START_MS;
}

/** Why no profile takes the pod as it is. EKS may know of a CREATING profile that it has become ACTIVE. */
function mismatchOf({ clusterPod, facts }: PodCase): NotFargateReason | undefined {
  const prediction = predictAdmitted(clusterPod.pod, facts.profiles);
  const reason = prediction.kind === 'eks-unconfirmed' ? prediction.contradictedBy : undefined;
  const mismatch = prediction.kind === 'not-fargate' ? prediction.reason : reason;
  const mayBeActive = mismatch?.kind === 'profile-not-active' && mismatch.profile.status === 'CREATING';
  return mayBeActive ? undefined : mismatch;
}

/** A new pod waits, too, while its author asks for the same. */
function unmatched(podCase: PodCase, mismatch: NotFargateReason): Verdict {
  const { workload, clusterPod, prediction, template } = podCase;
  const message = `is pending, and the fargate-scheduler takes only pods that a profile matches: ${reasonNotOnFargate(mismatch)}`;
  const again = recreation(workload, clusterPod.name);
  const written = writtenForFargate(podCase);
  const isNewPodOther = template.kind === 'known' && (prediction.kind === 'fargate' || written.length === 0);
  const change = `remove ${written.join(' and ')} from ${sourceOf(workload)}, or let an ACTIVE profile select the pod`;
  const fix = isNewPodOther ? `${again}; ${ofNewPod(prediction)}` : `${change}; then ${again}`;
  return { code: 'no-matching-profile', message, fix };
}

/** What the author of the pod wrote where EKS writes too; what is not in the template comes from EKS. */
function writtenForFargate({ clusterPod, newPod, template }: PodCase): readonly string[] {
  const { schedulerName, labels } = template.kind === 'known' ? newPod : clusterPod.pod;
  return [
    ...(schedulerName === FARGATE_SCHEDULER ? ['schedulerName'] : []),
    ...(ownValue(labels, PROFILE_LABEL) ? [`the label ${PROFILE_LABEL}`] : []),
  ];
}

/** EKS's reason, and our finding beside it. */
function refused({ schedulerMessage, findings, workload, clusterPod }: PodCase, profileName: string): Verdict {
  const refusals = findings.filter(({ severity }) => severity === 'error');
  const claims = findings.filter(({ code }) => code === 'volume-claim');
  const relevant = refusals.length > 0 ? refusals : claims;
  const places = relevant.map(({ code, field }) => `${code} at ${field}`).join(', ');
  const words = schedulerMessage === '' ? (relevant[0]?.message ?? '') : quoted(schedulerMessage);
  const fixes = [...new Set(relevant.map(({ fix }) => fix))];
  const change = fixes.length > 0 ? fixes.join('; ') : (findEksReason(schedulerMessage)?.fix ?? '');
  return {
    code: 'refused-by-fargate',
    message: `is pending on Fargate profile ${profileName}: ${words}${places === '' ? '' : ` (${places})`}`,
    fix: workload.kind === 'Pod' ? `${change}; then delete and create pod ${clusterPod.name} again` : change,
  };
}

/** A time and not a duration, so that an unchanged report is not written again. */
function since(createdAtMs: number): string {
  return Number.isNaN(createdAtMs) ? '' : ` since ${new Date(createdAtMs).toISOString().replace('.000Z', 'Z')}`;
}
