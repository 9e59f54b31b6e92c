import type { ProfileLimits } from '../fargate/profile-rules.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import type { WorkloadFindingCode } from '../fargate/workload-findings.ts';
import { type PodPolicyOptions, podPolicy } from './pod-policy.ts';
import type { PolicyObject } from './policy-object.ts';
import { profilePolicy } from './profile-policy.ts';
import { enforcingPolicy, workloadPolicy } from './workload-policy.ts';

/** The parts that can be printed alone. */
export const POLICY_PARTS = ['mutate', 'warn', 'profiles'] as const;
export type PolicyPart = (typeof POLICY_PARTS)[number];

export interface PolicyOptions extends PodPolicyOptions {
  readonly parts: ReadonlySet<PolicyPart>;
  /** Findings that a workload is denied for, in namespaces that ask for it. */
  readonly deniedCodes: ReadonlySet<WorkloadFindingCode>;
  readonly limits: Pick<ProfileLimits, 'maxSelectors' | 'maxLabels'>;
  /** Of the policy on profile resources, as the overlay has it. */
  readonly profilePolicySpec: object;
}

/** The admission policies of a set of profiles. The same profiles and options give the same objects, in the same order. */
export function compilePolicies(profiles: ProfileSet, options: PolicyOptions): readonly PolicyObject[] {
  const { parts, deniedCodes, limits, profilePolicySpec } = options;
  return [
    ...(parts.has('mutate') ? podPolicy(profiles, options) : []),
    ...(parts.has('warn') ? workloadPolicy(profiles) : []),
    ...enforcingPolicy(profiles, deniedCodes),
    ...(parts.has('profiles') ? profilePolicy(profilePolicySpec, limits) : []),
  ];
}
