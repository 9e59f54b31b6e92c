import type { AwsChecksReport } from '../../aws-checks/report.ts';
import type { Amount } from '../../fargate/cost.ts';
import type { ReportedPrices } from '../../fargate/price-list.ts';
import type { AuditError, ReportedFinding } from '../report/report.ts';
import type { Result } from '../result.ts';
import type { ProfileChange } from './planned-profiles.ts';

/** What becomes of pods when they are next created. `stays-off-fargate`: of pods that are not on Fargate now, though a profile takes new ones. `unknown`: a part of a planned selector is not known yet. */
export const PLANNED_CHANGES = [
  'moves-to-fargate',
  'leaves-fargate',
  'stays-off-fargate',
  'unknown',
  'changes-profile',
  'changes-size',
  'unchanged',
] as const;
export type PlannedChange = (typeof PLANNED_CHANGES)[number];

/** What `plan -o json` prints, and what the text is made of. */
export interface PlanReport {
  readonly apiVersion: 'fargate-admission/v1alpha1';
  readonly kind: 'PlanReport';
  readonly planned: Planned;
  readonly prices: ReportedPrices;
  readonly profiles: readonly PlannedProfile[];
  /** How often EKS creates or deletes a profile. It does so one after the other. */
  readonly profileOperations: number;
  readonly summary: PlanSummary;
  /** Those that change or are stopped: worst first, then by namespace, kind and name. */
  readonly workloads: readonly PlannedWorkload[];
  /** Absent where they were not asked for. */
  readonly awsChecks?: AwsChecksReport;
  readonly errors: readonly AuditError[];
  /** What cannot be read and is not required, a sentence each. */
  readonly notes: readonly string[];
}

export interface Planned {
  /** RFC 3339. */
  readonly at: string;
  /** Of this program. */
  readonly version: string;
  /** What the pods are of: a cluster, or files, in words. */
  readonly pods: string;
  /** Where the profiles as they are come from, in words. */
  readonly profiles: string;
}

export interface PlannedProfile extends ProfileChange {
  /** What is to be said about a profile that is to be created, worst first. Field paths are relative to its document. */
  readonly findings: readonly ReportedFinding[];
}

export interface PlanSummary {
  readonly pods: number;
  /** Pods of each. */
  readonly changes: Readonly<Record<PlannedChange, number>>;
  /** Pods that Fargate would refuse. */
  readonly refused: number;
  /** Pods that EKS stops at once. */
  readonly stopped: number;
  /** What Fargate would provision if all pods were recreated: with the profiles as they are, and as they would be. */
  readonly before: PlannedTotals;
  readonly after: PlannedTotals;
}

export interface PlannedTotals {
  /** On Fargate. */
  readonly pods: number;
  readonly provisioned: Amount;
  readonly costPerMonth: number;
}

export interface PlannedWorkload {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly result: Result;
  readonly pods: number;
  /** Worst first. */
  readonly changes: readonly PlannedPods[];
}

/** Pods of one workload of which the same becomes. */
export interface PlannedPods {
  readonly change: PlannedChange;
  readonly result: Result;
  readonly pods: number;
  /** Of them, on Fargate now; absent for pods of files, where this is unknown. */
  readonly onFargateNow?: number;
  /** Of them, stopped at once. */
  readonly stopped: number;
  /** Of the stopped ones: no profile that would take them is ACTIVE when they restart. */
  readonly restartsOffFargate: boolean;
  /** Profiles; absent off Fargate. */
  readonly from?: string;
  readonly to?: string;
  /** In EKS's words; absent off Fargate, or where no size is large enough. */
  readonly sizeBefore?: string;
  readonly sizeAfter?: string;
  /** Why the pods are where they will be. */
  readonly reason: string;
  /** What Fargate would refuse the pods for. */
  readonly refusals: readonly ReportedFinding[];
}
