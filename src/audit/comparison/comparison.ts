import { compareNames } from '../../fargate/profile-set.ts';
import { type WorkloadReference, workloadKey } from '../controllers.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import type { ComparableReport, ComparableWorkload } from './earlier-report.ts';
import { type Move, movesOf, type Problem, problemsOf, without } from './workload-difference.ts';

/** What is other than in an earlier report of the same cluster. */
export interface Comparison {
  /** When the earlier audit began, RFC 3339. */
  readonly since: string;
  /** Of the program that made the earlier report. */
  readonly sinceVersion: string;
  /** A month, of what both audits have read; absent where the two count in different currencies. */
  readonly cost?: CostChange;
  readonly counts: Readonly<Record<'new' | 'gone' | 'changed' | 'unchanged', number>>;
  /** Those of the three kinds, in this order, then by namespace, kind and name. */
  readonly workloads: readonly WorkloadChange[];
  /** What makes the comparison less than complete, a sentence each. */
  readonly notes: readonly string[];
}

export interface CostChange {
  readonly before: number;
  readonly after: number;
}

export interface WorkloadChange extends WorkloadReference {
  readonly change: 'new' | 'gone' | 'changed';
  /** Empty for one that is new or gone. */
  readonly moves: readonly Move[];
  /** All of them for one that is new. */
  readonly appeared: readonly Problem[];
  /** All of them for one that is gone. */
  readonly resolved: readonly Problem[];
  readonly cost?: CostChange;
}

export function compareReports(before: ComparableReport, after: ComparableReport): Comparison {
  const coverage = coverageOf(before, after);
  const later = coveredIn(after, coverage);
  const changes = changesOf(coveredIn(before, coverage), later, coverage);
  const count = (change: WorkloadChange['change']) => changes.filter((one) => one.change === change).length;
  const counts = { new: count('new'), gone: count('gone'), changed: count('changed') };
  return {
    since: before.audited.at,
    sinceVersion: before.audited.version,
    ...(coverage.hasOneCurrency ? { cost: { before: costOf(before, coverage), after: costOf(after, coverage) } } : {}),
    counts: { ...counts, unchanged: later.length - counts.new - counts.changed },
    workloads: changes.toSorted(byChangeAndName),
    notes: coverage.notes,
  };
}

function coveredIn({ workloads }: ComparableReport, { covers }: Coverage): readonly ComparableWorkload[] {
  return workloads.filter(({ namespace }) => covers(namespace));
}

function changesOf(
  before: readonly ComparableWorkload[],
  after: readonly ComparableWorkload[],
  coverage: Coverage,
): readonly WorkloadChange[] {
  const earlier = new Map(before.map((workload) => [workloadKey(workload), workload]));
  const changes = after.flatMap((workload) => changeOf(earlier.get(workloadKey(workload)), workload, coverage));
  const left = new Set(after.map(workloadKey));
  const gone = before.filter((workload) => !left.has(workloadKey(workload)));
  return [...changes, ...gone.flatMap((workload) => changeOf(workload, undefined, coverage))];
}

function changeOf(
  before: ComparableWorkload | undefined,
  after: ComparableWorkload | undefined,
  { hasOneCurrency, hasOnePrice }: Coverage,
): readonly WorkloadChange[] {
  const workload = after ?? before;
  if (workload === undefined) return [];
  const [earlier, later] = [problemsOf(before), problemsOf(after)];
  const cost = { before: before?.fargate.costPerMonth ?? 0, after: after?.fargate.costPerMonth ?? 0 };
  const change: WorkloadChange = {
    change: before === undefined ? 'new' : after === undefined ? 'gone' : 'changed',
    ...referenceOf(workload),
    moves: before === undefined || after === undefined ? [] : movesOf(before, after),
    appeared: without(later, earlier),
    resolved: without(earlier, later),
    ...(hasOneCurrency ? { cost } : {}),
  };
  const isOther = change.change !== 'changed' || (hasOnePrice && cost.before !== cost.after);
  return isOther || [change.moves, change.appeared, change.resolved].some(({ length }) => length > 0) ? [change] : [];
}

function referenceOf({ apiGroup, kind, namespace, name }: WorkloadReference): WorkloadReference {
  return { ...(apiGroup === undefined ? {} : { apiGroup }), kind, namespace, name };
}

/** Of all where both have read all; else of the namespaces that both have read, each of which is rounded. */
function costOf({ summary, namespaces }: ComparableReport, { isComplete, covers }: Coverage): number {
  if (isComplete) return summary.fargate.costPerMonth;
  const costs = namespaces.filter(({ name }) => covers(name)).map(({ fargate }) => fargate.costPerMonth);
  return Math.round(costs.reduce((sum, cost) => sum + cost, 0) * 100) / 100;
}

const ORDER: readonly WorkloadChange['change'][] = ['new', 'gone', 'changed'];

function byChangeAndName(a: WorkloadChange, b: WorkloadChange): number {
  return (
    ORDER.indexOf(a.change) - ORDER.indexOf(b.change) ||
    compareNames(a.namespace, b.namespace) ||
    compareNames(a.kind, b.kind) ||
    compareNames(a.name, b.name)
  );
}
