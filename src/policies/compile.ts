import type { ProfileSet } from '../fargate/profile-set.ts';
import { type PodPolicyOptions, podPolicy } from './pod-policy.ts';
import type { PolicyObject } from './policy-object.ts';

/** The parts that can be printed alone. */
export const POLICY_PARTS = ['mutate'] as const;
export type PolicyPart = (typeof POLICY_PARTS)[number];

export interface PolicyOptions extends PodPolicyOptions {
  readonly parts: ReadonlySet<PolicyPart>;
}

/** The admission policies of a set of profiles. The same profiles and options give the same objects, in the same order. */
export function compilePolicies(profiles: ProfileSet, options: PolicyOptions): readonly PolicyObject[] {
  return [...(options.parts.has('mutate') ? podPolicy(profiles, options) : [])];
}
