import { formatCapacity } from '../../fargate/capacity.ts';
import type {
  CheckedFinding,
  CheckedItem,
  CheckedWorkload,
  CheckReport,
  CheckSummary,
  ClusterSummary,
  SkippedItem,
  SuppressedFinding,
} from '../../inspection/check-report.ts';
import type { Size } from '../../inspection/decision.ts';
import { describeObject, describePlace } from '../../inspection/object-reference.ts';
import { isSame } from '../../inspection/several-clusters.ts';
import { describeSuppression } from '../../suppression/suppress.ts';
import { describeKinds, describeNotChecked } from '../shared/not-checked-text.ts';
import type { OutputContext } from '../shared/outputs.ts';
import { count, type Paint, printable, SEVERITY_TONES } from '../shared/terminal-text.ts';

/** Each object with its decision, its findings below it, and a summary line. */
export function renderTable({ items, skipped, summary }: CheckReport, context: TableStyle): string {
  const { paint } = context;
  const lines = [
    ...items.flatMap((item) => itemLines(item, context)),
    ...skipped.flatMap((item) => skippedLines(item, paint)),
  ];
  return [...lines, ...(lines.length === 0 ? [] : ['']), describeSummary(summary), ''].join('\n');
}

type TableStyle = Pick<OutputContext, 'paint' | 'showsSuppressed'>;

/** A line never starts with a file name: a file named `::error` would be a command for GitHub Actions. */
function itemLines(item: CheckedItem, { paint, showsSuppressed }: TableStyle): readonly string[] {
  const head = paint('strong', printable(describeObject(item.object)));
  return [
    `${head} → ${printable(describeOutcome(item))}`,
    ...(item.type === 'workload' ? clusterLines(item) : []),
    ...item.findings.flatMap((found) => findingLines(found, paint)),
    ...(showsSuppressed ? item.suppressed.flatMap((found) => suppressedLines(found, paint)) : []),
  ];
}

/** What becomes of it: `Fargate profile web, 0.5vCPU 1GB`. */
function describeOutcome(item: CheckedItem): string {
  if (item.type === 'workload') return describeWorkload(item);
  if (item.type === 'object') return 'not checked: its kind is not known';
  return item.accepted ? 'EKS would accept it' : 'EKS would reject it';
}

/** `Fargate profile web, 0.5vCPU 1GB`, `on Fargate in 1 of 3 clusters` */
function describeWorkload({ decision, size, clusters }: CheckedWorkload): string {
  if (clusters === undefined) return describeDecision({ decision, size });
  if (isSame(clusters.map((cluster) => cluster.decision)))
    return `in every cluster ${describeDecision({ decision, size })}`;
  const bound = clusters.filter((cluster) => cluster.decision.onFargate).length;
  return `on Fargate in ${bound} of ${clusters.length} clusters`;
}

/** One for each cluster, where they differ. */
function clusterLines({ clusters = [], size }: CheckedWorkload): readonly string[] {
  if (isSame(clusters.map(({ decision }) => decision))) return [];
  const width = Math.max(...clusters.map(({ clusterName }) => clusterName.length));
  return clusters.map(
    ({ clusterName, decision }) =>
      `  ${printable(clusterName.padEnd(width))}  ${printable(describeDecision({ decision, size }))}`,
  );
}

function describeDecision({
  decision,
  size,
}: Pick<CheckedWorkload, 'decision'> & { readonly size: Size | undefined }): string {
  const { outcome, profile = '', reason } = decision;
  switch (outcome) {
    case 'fargate':
      return `Fargate profile ${profile}, ${describeSize(size)}`;
    case 'eks-unconfirmed':
      return `perhaps Fargate profile ${profile}, ${describeSize(size)}: ${reason}`;
    case 'not-fargate':
      return `not on Fargate: ${reason}`;
    case 'unknown':
      return `unknown: ${reason}`;
  }
}

function describeSize(size: Size | undefined): string {
  if (size === undefined) return 'size unknown';
  return 'provisioned' in size ? formatCapacity({ kind: 'provisioned', ...size.provisioned }) : 'no size';
}

function skippedLines({ object, location, reason }: SkippedItem, paint: Paint): readonly string[] {
  const head = paint('strong', printable(describeObject(object)));
  return [`${head} → skipped: ${printable(reason)} ${paint('faint', printable(`(${describePlace(location)})`))}`];
}

const SEVERITY_WIDTH = 'warning'.length;

function findingLines(
  { severity, code, field, message, fix, location }: CheckedFinding,
  paint: Paint,
): readonly string[] {
  const label = paint(SEVERITY_TONES[severity], severity.padEnd(SEVERITY_WIDTH));
  const text = printable(`${describePlace(location)}  ${field}: ${message}`);
  return [
    `  ${label}  ${text} ${paint('faint', `[${code}]`)}`,
    `  ${' '.repeat(SEVERITY_WIDTH)}  ${printable(`fix: ${fix}`)}`,
  ];
}

function suppressedLines(found: SuppressedFinding, paint: Paint): readonly string[] {
  const { severity, code, field, message, location, suppression } = found;
  const label = paint('faint', severity.padEnd(SEVERITY_WIDTH));
  const text = printable(`${describePlace(location)}  ${field}: ${message}`);
  return [
    `  ${label}  ${text} ${paint('faint', `[${code}]`)}`,
    `  ${' '.repeat(SEVERITY_WIDTH)}  ${printable(describeSuppression(suppression))}`,
  ];
}

export const NOTHING_CHECKED = 'nothing was checked: there is no workload and no Fargate profile';

export function isNothingChecked({ workloads, profiles, skipped }: CheckSummary): boolean {
  return workloads === 0 && profiles === 0 && skipped === 0;
}

/** `3 workloads checked, 1 bound for Fargate; 1 error, 0 warnings, 2 hints` */
export function describeSummary(summary: CheckSummary): string {
  const { workloads, boundForFargate, profiles, ...counts } = summary;
  const found = [count(counts.errors, 'error'), count(counts.warnings, 'warning'), count(counts.hints, 'hint')];
  const checked = `${count(workloads, 'workload')} checked, ${boundForFargate} bound for Fargate`;
  const rest = describeNotChecked(counts.notChecked);
  const clusters = summary.clusters ?? [];
  const missing = counts.baseline?.notFound ?? 0;
  return [
    isNothingChecked(summary) ? NOTHING_CHECKED : `${checked}${clusters.length === 0 ? '' : ' in every cluster'}`,
    ...clusters.map((cluster) => printable(describeCluster(cluster))),
    ...(profiles === 0 ? [] : [`${count(profiles, 'profile resource')} checked`]),
    found.join(', '),
    ...(counts.suppressed === 0 ? [] : [describeSuppressed(counts)]),
    ...(missing === 0 ? [] : [`${count(missing, 'finding')} of the baseline not found: write it again`]),
    ...(counts.skipped === 0 ? [] : [`${counts.skipped} skipped (${printable(describeKinds(counts.skippedKinds))})`]),
    ...(counts.unreadable === 0 ? [] : [`${counts.unreadable} not readable`]),
    ...(rest === undefined ? [] : [printable(`not checked: ${rest}`)]),
  ].join('; ');
}

function describeCluster(cluster: ClusterSummary): string {
  const { clusterName } = cluster;
  return 'problem' in cluster ? `${clusterName} not read` : `${cluster.boundForFargate} in ${clusterName}`;
}

function describeSuppressed({ suppressed, baseline }: Pick<CheckSummary, 'suppressed' | 'baseline'>): string {
  const known = baseline?.known ?? 0;
  return `${suppressed} suppressed${known === 0 ? '' : `, ${known} of them by the baseline`}`;
}
