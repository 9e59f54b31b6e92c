import type { ProfileLimits } from '../fargate/profile-rules.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import type { WorkloadFindingCode } from '../fargate/workload-findings.ts';
import { type PodPolicyOptions, podPolicy } from './pod-policy.ts';
import type { PolicyObject, PolicyPart } from './policy-object.ts';
import { profilePolicy } from './profile-policy.ts';
import { enforcingPolicy, workloadPolicy } from './workload-policy.ts';

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
