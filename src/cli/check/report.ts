import type { FindingCode, Severity } from '../../fargate/finding.ts';
import type { Prediction } from '../../fargate/prediction.ts';
import { countNotChecked, type NotChecked, type NotCheckedThing } from '../shared/not-checked.ts';

/** What `check -o json` and `check -o yaml` print, and what every other form of the output is made of. */
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
  /** Of the workloads. */
  readonly boundForFargate: number;
  /** Objects that carry Fargate profiles. */
  readonly profiles: number;
  readonly errors: number;
  readonly warnings: number;
  readonly hints: number;
  readonly skipped: number;
  readonly unreadable: number;
  /** What else was found, and not checked. */
  readonly notChecked: readonly NotChecked[];
}

export type CheckedItem = CheckedWorkload | CheckedProfile;

export interface CheckedWorkload {
  readonly type: 'workload';
  readonly object: ObjectReference;
  readonly location: Location;
  readonly decision: Decision;
  /** Only where its pods are bound for Fargate. */
  readonly size?: Size;
  /** Worst first. */
  readonly findings: readonly CheckedFinding[];
}

export interface CheckedProfile {
  readonly type: 'profile';
  readonly object: ObjectReference;
  readonly location: Location;
  /** Worst first. */
  readonly findings: readonly CheckedFinding[];
}

export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  /** Of a workload always; of a profile where it names one. */
  readonly namespace?: string;
  /** Empty where the API server has yet to make one. */
  readonly name: string;
  /** What the API server makes a name from. */
  readonly generateName?: string;
}

/** A place in a file. */
export interface Location {
  /** As it was given or found; `standard input` for `-`. */
  readonly file: string;
  /** Which document of the file, from 1. */
  readonly document: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** Where the pods will run. */
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

export interface CheckedFinding {
  readonly severity: Severity;
  readonly code: FindingCode;
  /** Path in the object. */
  readonly field: string;
  readonly message: string;
  readonly fix: string;
  /** Of the field, or of the nearest that is there. */
  readonly location: Location;
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
}

export function createReport({ items, skipped, unreadable, notChecked }: Checked): CheckReport {
  const summary = summarize({ items, skipped, unreadable, notChecked });
  return { apiVersion: 'fargate-admission/v1alpha1', kind: 'CheckReport', summary, items, skipped, unreadable };
}

function summarize({ items, skipped, unreadable, notChecked }: Checked): CheckSummary {
  const workloads = items.filter((item) => item.type === 'workload');
  const count = (severity: Severity) => items.flatMap(({ findings }) => findings.filter(isOf(severity))).length;
  return {
    workloads: workloads.length,
    boundForFargate: workloads.filter(({ decision }) => decision.onFargate).length,
    profiles: items.length - workloads.length,
    errors: count('error'),
    warnings: count('warning'),
    hints: count('hint'),
    skipped: skipped.length,
    unreadable: unreadable.length,
    notChecked: countNotChecked(notChecked),
  };
}

function isOf(severity: Severity): (finding: CheckedFinding) => boolean {
  return (finding) => finding.severity === severity;
}
