import type { Capacity } from '../fargate/capacity.ts';
import type { Finding } from '../fargate/finding.ts';
import { isBoundForFargate, type Prediction, reasonFor } from '../fargate/prediction.ts';
import type { ProfileStatus } from '../fargate/profile.ts';
import type { MatchResult } from '../fargate/selector-evaluation.ts';

/** Where the pods will run, as `check` and `explain` report it. */
export interface Decision {
  /** `eks-unconfirmed`: the pod exists, and carries a choice that the loaded profiles do not confirm. */
  readonly outcome: Prediction['kind'];
  readonly onFargate: boolean;
  readonly decidedBy?: 'selector' | 'label' | 'eks';
  readonly profile?: string;
  /** Of the first selector of the profile that matches. */
  readonly selectorIndex?: number;
  readonly reason: string;
}

/** What Fargate provisions and bills for a pod, or why there is no size. */
export type Size =
  | { readonly provisioned: { readonly vcpu: number; readonly memoryGB: number } }
  | { readonly problem: string };

/** As {@link Finding}, in text. */
export interface ReportedFinding extends Omit<Finding, 'field' | 'problem'> {
  readonly field: string;
}

export function decisionOf(prediction: Prediction): Decision {
  return {
    outcome: prediction.kind,
    onFargate: isBoundForFargate(prediction),
    ...choiceOf(prediction),
    reason: reasonFor(prediction),
  };
}

function choiceOf(prediction: Prediction): Pick<Decision, 'decidedBy' | 'profile' | 'selectorIndex'> {
  if (prediction.kind === 'eks-unconfirmed') return { profile: prediction.profileName };
  if (prediction.kind !== 'fargate') return {};
  const { decidedBy, profile, selectorIndex } = prediction;
  return { decidedBy, profile: profile.name, selectorIndex };
}

export interface JudgedProfile {
  readonly name: string;
  readonly status: ProfileStatus;
  readonly result: MatchResult;
}

/** What becomes of a profile in the choice for a pod; undefined where there is nothing to say but its status. */
export function noteOnProfile(
  { name, status, result }: JudgedProfile,
  { outcome, decidedBy, profile }: Decision,
): string | undefined {
  if (outcome === 'fargate' && profile === name) return 'takes the pod';
  if (result === 'fails') return undefined;
  if (status !== 'ACTIVE') return 'only an ACTIVE profile takes pods';
  if (decidedBy === undefined || result === 'may-match') return undefined;
  switch (decidedBy) {
    case 'selector':
      return `not chosen: ${profile} sorts first`;
    case 'label':
      return `not chosen: the pod names ${profile}`;
    case 'eks':
      return `not chosen: EKS has chosen ${profile}`;
  }
}

export function sizeOf(capacity: Capacity): Size {
  switch (capacity.kind) {
    case 'provisioned':
      return { provisioned: { vcpu: capacity.vcpu, memoryGB: capacity.memoryGB } };
    case 'too-large':
      return { problem: capacity.reason };
    case 'invalid-quantity':
      return { problem: `${JSON.stringify(capacity.text)} is no quantity of ${capacity.resource}` };
  }
}

export function reportedFinding({ severity, code, field, message, fix }: Finding): ReportedFinding {
  return { severity, code, field: field.toString(), message, fix };
}
