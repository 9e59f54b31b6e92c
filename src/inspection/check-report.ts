import type { Severity } from '../fargate/finding.ts';
import type { Suppression } from '../suppression/suppress.ts';
import type { Decision, ReportedFinding, Size } from './decision.ts';
import { countKinds, countNotChecked, type KindCount, type NotChecked, type NotCheckedThing } from './not-checked.ts';
import type { Location, ObjectReference } from './object-reference.ts';

/** What `check -o json` and `check -o yaml` print, and what every other format is made from. */
export interface CheckReport {
  readonly apiVersion: 'fargate-admission/v1alpha1';
  readonly kind: 'CheckReport';
  readonly summary: CheckSummary;
  /** Workloads and Fargate profiles, in the order in which they were read. */
  readonly items: readonly CheckedItem[];
  /** What was read and not checked, since it is only a part of a workload. */
  readonly skipped: readonly SkippedItem[];
  /** What could not be checked. */
  readonly unreadable: readonly UnreadableItem[];
}

/** How many there are of each. */
export interface CheckSummary {
  readonly workloads: number;
  /** Of the workloads; where several clusters are checked, those that are in every one of them. */
  readonly boundForFargate: number;
  /** Only where several clusters are checked. */
  readonly clusters?: readonly ClusterSummary[];
  /** Objects that carry Fargate profiles. */
  readonly profiles: number;
  readonly errors: number;
  readonly warnings: number;
  readonly hints: number;
  /** Findings that are hidden on purpose; they count among none of the above. */
  readonly suppressed: number;
  /** Only with a baseline. */
  readonly baseline?: BaselineSummary;
  readonly skipped: number;
  /** Of the objects that are skipped. */
  readonly skippedKinds: readonly KindCount[];
  readonly unreadable: number;
  /** What else was found, and not checked. */
  readonly notChecked: readonly NotChecked[];
}

/** What a cluster would do with the workloads, or why its profiles could not be loaded. */
export type ClusterSummary =
  | { readonly clusterName: string; readonly boundForFargate: number }
  | { readonly clusterName: string; readonly problem: string };

export interface BaselineSummary {
  /** Findings that the baseline knows. They are suppressed. */
  readonly known: number;
  /** Findings of the baseline that were not found: they are gone, or in no file that was checked. */
  readonly notFound: number;
}

export type CheckedItem = CheckedWorkload | CheckedProfile | CheckedObject;

export interface CheckedWorkload {
  readonly type: 'workload';
  readonly object: ObjectReference;
  readonly location: Location;
  /** Where several clusters are checked: what holds for every one of them. */
  readonly decision: Decision;
  /** Only where its pods are bound for Fargate. */
  readonly size?: Size;
  /** Only where several clusters are checked: one for each, in the order in which they are named. */
  readonly clusters?: readonly ClusterDecision[];
  /** Worst first. */
  readonly findings: readonly CheckedFinding[];
  readonly suppressed: readonly SuppressedFinding[];
}

export interface ClusterDecision {
  readonly clusterName: string;
  readonly decision: Decision;
}

export interface CheckedProfile {
  readonly type: 'profile';
  readonly object: ObjectReference;
  readonly location: Location;
  /** Whether EKS would accept it, whatever is suppressed. */
  readonly accepted: boolean;
  /** Worst first. */
  readonly findings: readonly CheckedFinding[];
  readonly suppressed: readonly SuppressedFinding[];
}

/** Of no known kind, with what looks like a pod template. It counts among what is not checked too. */
export interface CheckedObject {
  readonly type: 'object';
  readonly object: ObjectReference;
  readonly location: Location;
  readonly findings: readonly CheckedFinding[];
  readonly suppressed: readonly SuppressedFinding[];
}

export interface CheckedFinding extends ReportedFinding {
  /** Of the field, or of the nearest that is there. */
  readonly location: Location;
  /** Only where several clusters are checked, and it is not found for all of them. The message names them too. */
  readonly clusters?: readonly string[];
}

/** It counts for nothing but the number of such findings. */
export interface SuppressedFinding extends CheckedFinding {
  readonly suppression: Suppression;
}

export interface SkippedItem {
  readonly object: ObjectReference;
  readonly location: Location;
  /** One line. */
  readonly reason: string;
}

export interface UnreadableItem {
  readonly file: string;
  /** Absent where it is about the file or folder as a whole. */
  readonly location?: Location;
  /** One line. */
  readonly reason: string;
}

export interface Checked extends Pick<CheckReport, 'items' | 'skipped' | 'unreadable'> {
  readonly notChecked: readonly NotCheckedThing[];
  readonly baseline?: BaselineSummary;
  /** Where several clusters are checked. */
  readonly clusters?: readonly ClusterProfilesResult[];
}

/** Whether the profiles of a cluster could be loaded. */
export interface ClusterProfilesResult {
  readonly clusterName: string;
  /** One line; undefined where they could. */
  readonly problem: string | undefined;
}

/** A command that fails often prints nothing: an empty input does not count as clean. */
export function nothingFound(names: readonly string[], notChecked: readonly NotCheckedThing[]): UnreadableItem {
  const has = (reason: NotCheckedThing['reason']) => notChecked.some((thing) => thing.reason === reason);
  const fixes = [
    ...(has('helm-template') ? ['; check what `helm template` makes of the chart'] : []),
    ...(has('kustomization') ? ['; check what `kubectl kustomize` makes of the kustomization'] : []),
    ...(has('terraform') ? ['; check what `terraform show -json` makes of the plan'] : []),
  ];
  return { file: names.join(', '), reason: `holds no Kubernetes object${fixes.join('')}` };
}

export function createReport(checked: Checked): CheckReport {
  const { items, skipped, unreadable } = checked;
  const summary = summarize(checked);
  return { apiVersion: 'fargate-admission/v1alpha1', kind: 'CheckReport', summary, items, skipped, unreadable };
}

function summarize({ items, skipped, unreadable, notChecked, baseline, clusters }: Checked): CheckSummary {
  const workloads = items.filter((item) => item.type === 'workload');
  const count = (severity: Severity) => items.flatMap(({ findings }) => findings.filter(isOf(severity))).length;
  return {
    workloads: workloads.length,
    boundForFargate: workloads.filter(isOnFargateEverywhere).length,
    ...(clusters === undefined ? {} : { clusters: clusters.map((cluster) => clusterSummary(cluster, workloads)) }),
    profiles: items.filter((item) => item.type === 'profile').length,
    errors: count('error'),
    warnings: count('warning'),
    hints: count('hint'),
    suppressed: items.reduce((sum, { suppressed }) => sum + suppressed.length, 0),
    ...(baseline === undefined ? {} : { baseline }),
    skipped: skipped.length,
    skippedKinds: countKinds(skipped.map(({ object }) => object)),
    unreadable: unreadable.length,
    notChecked: countNotChecked(notChecked),
  };
}

function isOnFargateEverywhere({ decision, clusters }: CheckedWorkload): boolean {
  return clusters === undefined ? decision.onFargate : clusters.every((each) => each.decision.onFargate);
}

function clusterSummary(
  { clusterName, problem }: ClusterProfilesResult,
  workloads: readonly CheckedWorkload[],
): ClusterSummary {
  if (problem !== undefined) return { clusterName, problem };
  const isBound = ({ clusters }: CheckedWorkload) =>
    clusters?.find((each) => each.clusterName === clusterName)?.decision.onFargate ?? false;
  return { clusterName, boundForFargate: workloads.filter(isBound).length };
}

function isOf(severity: Severity): (finding: CheckedFinding) => boolean {
  return (finding) => finding.severity === severity;
}
