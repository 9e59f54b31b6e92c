import type { AwsChecksReport } from '../../aws-checks/report.ts';
import type { Amount } from '../../fargate/cost.ts';
import type { Saving } from '../../fargate/estimate.ts';
import type { FindingCode, Severity } from '../../fargate/finding.ts';
import type { ReportedPrices } from '../../fargate/price-list.ts';
import type { ProfileStatus } from '../../fargate/profile.ts';
import type { Comparison } from '../comparison/comparison.ts';
import type { ActualPlacement } from '../placement.ts';
import type { AuditCode, Result } from '../result.ts';
import type { UpgradeReport } from '../upgrade/upgrade-report.ts';
import type { UsageReport } from '../usage/usage-report.ts';

/** What `audit -o json` and `audit -o yaml` print, and the source of every other output. */
export interface AuditReport {
  readonly apiVersion: 'fargate-admission/v1alpha1';
  readonly kind: 'AuditReport';
  readonly audited: Audited;
  readonly prices: ReportedPrices;
  readonly summary: Totals;
  /** In name order; includes those that only pods name. */
  readonly profiles: readonly ProfileTotals[];
  /** In name order. */
  readonly namespaces: readonly NamespaceTotals[];
  /** Worst first, then by namespace, kind and name. */
  readonly workloads: readonly AuditedWorkload[];
  /** Absent where no version was asked for. */
  readonly upgrade?: UpgradeReport;
  /** Absent where they were not asked for. */
  readonly awsChecks?: AwsChecksReport;
  /** Absent where no earlier report was given. */
  readonly comparison?: Comparison;
  /** Absent where it was not asked for. */
  readonly usage?: UsageReport;
  /** What could not be read; the report holds everything else. */
  readonly errors: readonly AuditError[];
  /** What cannot be read and is not required, a sentence each. */
  readonly notes: readonly string[];
}

export interface Audited {
  /** When the audit began, RFC 3339. */
  readonly at: string;
  /** Of this program. */
  readonly version: string;
  /** What the user called the cluster: a kubeconfig context, or the EKS cluster. */
  readonly cluster: string;
  /** Of AWS; absent where no node says it. */
  readonly region?: string;
  /** Empty: all. */
  readonly namespaces: readonly string[];
  /** Where the profiles come from, in words. */
  readonly profiles: string;
}

/** Sums over pods. */
export interface Totals {
  readonly pods: number;
  readonly results: Readonly<Record<Result, number>>;
  readonly fargate: FargateTotals;
}

/** Sums over the pods that EKS has placed on Fargate: those are billed. */
export interface FargateTotals {
  readonly pods: number;
  readonly requested: Amount;
  readonly provisioned: Amount;
  /** Provisioned beyond what is requested and the 256 MiB a pod that Fargate takes for itself. */
  readonly unused: Amount;
  readonly costPerMonth: number;
  /** Of that, for what is unused. */
  readonly unusedCostPerMonth: number;
}

export interface ProfileTotals extends Totals {
  readonly name: string;
  /** Absent where the cluster has no such profile. */
  readonly status?: ProfileStatus;
}

export interface NamespaceTotals extends Totals {
  readonly name: string;
}

export interface AuditedWorkload extends Totals {
  /** `apps`; absent for the core group, and where the pods do not say it. */
  readonly apiGroup?: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The worst of its pods. */
  readonly result: Result;
  /** Of its pods on Fargate, or on their way there; in name order. */
  readonly profiles: readonly string[];
  /** Provisioned, in EKS's words; in the order in which they were seen. */
  readonly sizes: readonly string[];
  /** The verdicts on its pods, worst first. */
  readonly verdicts: readonly ReportedVerdict[];
  /** About a new pod, worst first. */
  readonly findings: readonly ReportedFinding[];
  /** Absent where no change of requests saves anything. */
  readonly saving?: Saving;
  readonly podList: readonly AuditedPod[];
}

export interface ReportedVerdict {
  readonly result: Result;
  readonly code: AuditCode;
  /** Of the first such pod. */
  readonly message: string;
  /** Empty where no action is needed. */
  readonly fix: string;
  readonly pods: number;
}

export interface ReportedFinding {
  readonly severity: Severity;
  readonly code: FindingCode;
  /** Path in the pod. */
  readonly field: string;
  readonly message: string;
  readonly fix: string;
}

export interface AuditedPod {
  readonly name: string;
  readonly result: Result;
  readonly code: AuditCode;
  readonly message: string;
  readonly fix: string;
  readonly placement: ActualPlacement['kind'];
  readonly node?: string;
  /** By EKS's label. */
  readonly profile?: string;
  /** Of a new pod like it; absent where it would not run on Fargate. */
  readonly predictedProfile?: string;
  readonly requested: Amount;
  /** Absent off Fargate. */
  readonly provisioned?: Amount;
  /** True where EKS has not written the provisioned size, so that it is predicted. */
  readonly isPredicted?: true;
}

export interface AuditError {
  /** Absent for what belongs to the cluster as a whole. */
  readonly namespace?: string;
  /** What was to be read: `pods`. */
  readonly resource: string;
  readonly reason: string;
}
