import { ownValue } from '../fargate/pod.ts';
import { PROFILE_LABEL, type Prediction, reasonFor } from '../fargate/prediction.ts';
import type { FargateProfile } from '../fargate/profile.ts';
import type { OnOtherNode, Unplaced } from './actual-placement.ts';
import { quoted } from './eks-words.ts';
import type { PodCase } from './pod-case.ts';
import { recreation } from './recreate.ts';
import type { Verdict } from './result.ts';

/** A pod that EKS has left to other nodes. */
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
      ? 'it would take a new pod, and may not have been ACTIVE when this one was made'
      : reasonFor(prediction);
  return {
    code: 'label-not-honoured',
    message: `${where(placement)}, although its label names Fargate profile ${named}: ${why}`,
    fix:
      prediction.kind === 'fargate'
        ? recreation(workload, clusterPod.name)
        : 'mend the label, or the selectors of the profile',
  };
}

/** For a pod that waits, a profile that is not ACTIVE yet is the one that is meant. */
function wouldTake(prediction: Prediction, { kind }: OnOtherNode | Unplaced): FargateProfile | undefined {
  if (prediction.kind === 'fargate') return prediction.profile;
  const isMeant =
    kind === 'pending' && prediction.kind === 'not-fargate' && prediction.reason.kind === 'profile-not-active';
  return isMeant ? prediction.reason.profile : undefined;
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
      status === 'ACTIVE' ? 'takes pods like it' : `will take pods like it once it is ACTIVE (it is ${status})`;
    return {
      code: 'missed-fargate',
      message: `is pending off Fargate, and stays so: profile ${name} ${state}, and looks at none that exists`,
      fix: status === 'ACTIVE' ? fix : `once the profile is ACTIVE: ${fix}`,
    };
  }
  if (createdAtMs !== undefined && createdAtMs <= clusterPod.createdAtMs) {
    return {
      code: 'passed-over',
      message: `${where(placement)}, although profile ${name} is older: the profile may not have been ACTIVE yet, or the pod has been changed since`,
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

/** Meant for a profile that does not select it: the mistake that EKS says nothing of. */
function nearMiss({ findings, schedulerWords }: PodCase, placement: OnOtherNode | Unplaced): Verdict | undefined {
  const found = findings.find(({ code }) => code === 'near-miss');
  if (found === undefined) return undefined;
  const words = placement.kind === 'pending' && schedulerWords !== '' ? ` (${quoted(schedulerWords)})` : '';
  return {
    code: placement.kind === 'pending' ? 'pending-near-miss' : 'near-miss',
    message: `${where(placement)}: ${found.message}${words}`,
    fix: found.fix,
  };
}

function where(placement: OnOtherNode | Unplaced): string {
  return placement.kind === 'pending' ? 'is pending off Fargate' : `is on node ${placement.nodeName}, off Fargate`;
}
