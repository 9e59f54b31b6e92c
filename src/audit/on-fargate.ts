import { capacityOf, formatCapacity, parseCapacity } from '../fargate/capacity.ts';
import { largeUnusedShare, provisionedAmount, requestedAmount } from '../fargate/cost.ts';
import { type OnFargate, reasonFor } from '../fargate/prediction.ts';
import { effectiveRequests } from '../fargate/requests.ts';
import type { OnFargateNode } from './actual-placement.ts';
import type { PodCase } from './pod-case.ts';
import { recreation } from './recreate.ts';
import type { Verdict } from './result.ts';

/** A pod that EKS has put on a Fargate node. */
export function judgeOnFargate(podCase: PodCase, { profileName }: OnFargateNode): Verdict {
  return (
    judgeProfile(podCase, profileName) ??
    judgeForecast(podCase, profileName) ??
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
      message: `is on Fargate by profile ${profileName}, which is not among those of the cluster; ${ofNewPod(prediction)}`,
      fix: `create profile ${profileName} again, or let another profile select the pod`,
    };
  }
  if (profile.status === 'ACTIVE') return undefined;
  return {
    code: 'profile-not-active',
    message: `is on Fargate by profile ${profileName}, which is ${profile.status}; ${ofNewPod(prediction)}`,
    fix: 'let an ACTIVE profile select the pod before it is made anew',
  };
}

export function ofNewPod(prediction: PodCase['prediction']): string {
  if (prediction.kind === 'fargate') return `profile ${prediction.profile.name} would take a new pod`;
  return `a new pod would not run on Fargate: ${reasonFor(prediction)}`;
}

function judgeForecast(
  { prediction, clusterPod, workload }: PodCase,
  profileName: string | undefined,
): Verdict | undefined {
  if (prediction.kind !== 'fargate') {
    return {
      code: 'would-leave-fargate',
      message: `is on Fargate, where a new pod would not run: ${reasonFor(prediction)}`,
      fix: 'let a profile select the pod, or have it made anew if it is to leave Fargate',
    };
  }
  if (profileName === undefined || prediction.profile.name === profileName) return undefined;
  return {
    code: 'another-profile',
    message: `is on Fargate by profile ${profileName}; a new pod would get ${whyOther(prediction)}`,
    fix: recreation(workload, clusterPod.name),
  };
}

function whyOther({ profile, decidedBy }: OnFargate): string {
  return decidedBy === 'label'
    ? `profile ${profile.name}, which the template names`
    : `profile ${profile.name}, as the ACTIVE one that matches and whose name sorts first`;
}

function judgeSize({ clusterPod, newPod, workload }: PodCase): Verdict | undefined {
  const provisioned = parseCapacity(clusterPod.provisioned ?? '');
  const forecast = capacityOf(newPod);
  if (provisioned === undefined || forecast.kind !== 'provisioned') return undefined;
  if (provisioned.vcpu !== forecast.vcpu || provisioned.memoryGB !== forecast.memoryGB) {
    return {
      code: 'size-differs',
      message: `has ${formatCapacity(provisioned)}; a new pod would get ${formatCapacity(forecast)}`,
      fix: recreation(workload, clusterPod.name),
    };
  }
  const requests = effectiveRequests(newPod);
  const unused =
    requests.kind === 'requests' && largeUnusedShare(requestedAmount(requests), provisionedAmount(provisioned));
  if (typeof unused !== 'number') return undefined;
  return {
    code: 'over-provisioned',
    message: `${Math.floor(unused * 100)} % of the price of its ${formatCapacity(provisioned)} is for what it does not request`,
    fix: 'balance the cpu and memory requests: sizes are fixed pairs of cpu and memory',
  };
}
