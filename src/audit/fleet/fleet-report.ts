import { type Amount, addAmounts } from '../../fargate/cost.ts';
import { rounded } from '../../fargate/estimate.ts';
import type { AuditedWorkload, AuditReport, FargateTotals, Totals } from '../report/report.ts';
import { compareResults, RESULTS, type Result } from '../result.ts';

/** What `audit` of several clusters prints as JSON and YAML, and the source of every other output. */
export interface FleetReport {
  readonly apiVersion: 'fargate-admission/v1alpha1';
  readonly kind: 'FleetAuditReport';
  /** ISO 4217, of every amount. */
  readonly currency: string;
  /** Of all clusters that could be read. */
  readonly summary: Totals;
  /** Worst first, then in the order in which they were asked for. */
  readonly clusters: readonly FleetCluster[];
  /** Those that could not be read. */
  readonly failed: readonly FailedCluster[];
}

export interface ClusterIdentity {
  /** Of the kubeconfig. */
  readonly context: string;
  /** The path of the kubeconfig; absent for the usual one. */
  readonly kubeconfig?: string;
  /** As EKS calls it; absent where the kubeconfig does not say it. */
  readonly clusterName?: string;
  readonly region?: string;
  readonly accountId?: string;
}

/** The report on a cluster without the list of its pods: an audit of this cluster alone has it. */
export interface FleetCluster extends ClusterIdentity, Omit<AuditReport, 'apiVersion' | 'kind' | 'workloads'> {
  readonly result: Result;
  readonly workloads: readonly Omit<AuditedWorkload, 'podList'>[];
}

export interface FailedCluster extends ClusterIdentity {
  readonly reason: string;
}

/** Keeps of a report what a fleet shows: hundreds of thousands of pods would not fit into memory. */
export function fleetCluster(identity: ClusterIdentity, report: AuditReport): FleetCluster {
  const { audited, prices, summary, profiles, namespaces, upgrade, errors, notes } = report;
  const { region } = audited;
  return {
    ...(region === undefined ? {} : { region }),
    ...identity,
    result: RESULTS.find((result) => summary.results[result] > 0) ?? 'skip',
    audited,
    prices,
    summary,
    profiles,
    namespaces,
    workloads: report.workloads.map(({ podList: _, ...workload }) => workload),
    ...(upgrade === undefined ? {} : { upgrade }),
    errors,
    notes,
  };
}

export function fleetReport(
  clusters: readonly FleetCluster[],
  failed: readonly FailedCluster[],
  currency: string,
): FleetReport {
  return {
    apiVersion: 'fargate-admission/v1alpha1',
    kind: 'FleetAuditReport',
    currency,
    summary: clusters.map(({ summary }) => summary).reduce(addTotals, NO_TOTALS),
    clusters: clusters.toSorted((a, b) => compareResults(a.result, b.result)),
    failed,
  };
}

const NO_AMOUNT: Amount = { vcpu: 0, gigabytes: 0 };

const NO_TOTALS: Totals = {
  pods: 0,
  results: { error: 0, fail: 0, warn: 0, pass: 0, skip: 0 },
  fargate: {
    pods: 0,
    requested: NO_AMOUNT,
    provisioned: NO_AMOUNT,
    unused: NO_AMOUNT,
    costPerMonth: 0,
    unusedCostPerMonth: 0,
  },
};

function addTotals(one: Totals, other: Totals): Totals {
  const sumOf = (result: Result) => one.results[result] + other.results[result];
  return {
    pods: one.pods + other.pods,
    results: {
      error: sumOf('error'),
      fail: sumOf('fail'),
      warn: sumOf('warn'),
      pass: sumOf('pass'),
      skip: sumOf('skip'),
    },
    fargate: addFargate(one.fargate, other.fargate),
  };
}

function addFargate(one: FargateTotals, other: FargateTotals): FargateTotals {
  const sum = (a: Amount, b: Amount) => rounded(addAmounts(a, b));
  return {
    pods: one.pods + other.pods,
    requested: sum(one.requested, other.requested),
    provisioned: sum(one.provisioned, other.provisioned),
    unused: sum(one.unused, other.unused),
    costPerMonth: toCent(one.costPerMonth + other.costPerMonth),
    unusedCostPerMonth: toCent(one.unusedCostPerMonth + other.unusedCostPerMonth),
  };
}

function toCent(amount: number): number {
  return Math.round(amount * 100) / 100;
}
