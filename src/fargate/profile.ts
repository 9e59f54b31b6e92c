import type { FieldPath } from './field-path.ts';
/**
 * A Fargate profile as EKS describes it, with only the fields that decide where a pod runs.
 *
 * Source: EKS API reference, FargateProfile and FargateProfileSelector.
 */
export interface FargateProfile {
  readonly name: string;
  /** Absent in a file that does not say which cluster the profile belongs to. */
  readonly clusterName: string | undefined;
  readonly status: ProfileStatus;
  readonly selectors: readonly Selector[];
  /** Selectors of a planned profile with a part that is not known yet. Absent where there are none. */
  readonly unknownSelectors?: readonly UnknownSelector[];
  readonly healthIssues: readonly HealthIssue[];
  /** Milliseconds since 1970; absent where only EKS knows it. */
  readonly createdAtMs?: number;
}

/** A pod matches when its namespace matches and it has every label pair. Namespace, keys and values can contain `*` and `?`. */
export interface Selector {
  readonly namespace: string;
  /** Empty: the whole namespace. */
  readonly labels: ReadonlyMap<string, string>;
}

/** A selector with a part that is not known yet, widened to match every pod that the final selector can match. */
export interface UnknownSelector extends Selector {
  /** The fields whose values are not known, never empty. */
  readonly unknownFields: readonly FieldPath[];
}

export const PROFILE_STATUSES = ['CREATING', 'ACTIVE', 'DELETING', 'CREATE_FAILED', 'DELETE_FAILED'] as const;

/** Only an ACTIVE profile captures pods. */
export type ProfileStatus = (typeof PROFILE_STATUSES)[number];

/** Why EKS considers a profile unhealthy, in EKS's own code and words. */
export interface HealthIssue {
  readonly code: string;
  readonly message: string;
}
