import type {
  AuditedPod,
  AuditedWorkload,
  AuditReport,
  NamespaceTotals,
  ProfileTotals,
  ReportedVerdict,
  Totals,
} from '../../audit/report/report.ts';
import type { Saving } from '../../fargate/estimate.ts';
import { describeEstimate } from '../../fargate/price-list.ts';
import { awsCheckLines } from '../shared/aws-checks/text.ts';
import { unreadParts } from '../shared/cluster-problems.ts';
import { type Cell, columnLines, tableLines } from '../shared/columns.ts';
import type { OutputContext } from '../shared/outputs.ts';
import {
  count,
  describeAmount,
  describeMoney,
  describeShare,
  type Paint,
  printable,
  RESULT_TONES,
} from '../shared/terminal-text.ts';
import { comparisonLines } from './compare.ts';
import { upgradeLines } from './upgrade.ts';
import { usageLines } from './usage/usage.ts';

/** Each workload with its verdicts, the sums by profile and by namespace, and a summary. */
export function renderTable(report: AuditReport, context: Context): string {
  return tableText(report, styleFor(report, context), { withPods: false });
}

/** The same, with each pod below its workload. */
export function renderWideTable(report: AuditReport, context: Context): string {
  return tableText(report, styleFor(report, context), { withPods: true });
}

type Context = Pick<OutputContext, 'paint' | 'width'>;

interface TableStyle extends Context {
  /** In the currency of the report. */
  readonly money: (amount: number) => string;
}

function styleFor({ prices }: AuditReport, { paint, width }: Context): TableStyle {
  return { paint, width, money: (amount) => describeMoney(amount, prices.currency) };
}

function tableText(report: AuditReport, style: TableStyle, { withPods }: { readonly withPods: boolean }): string {
  const sections = [
    workloadLines(report.workloads, style, withPods),
    profileLines(report.profiles, style),
    namespaceLines(report.namespaces, style),
    savingLines(report.workloads, style),
    upgradeLines(report.upgrade, style.paint),
    awsCheckLines(report.awsChecks, style.paint),
    comparisonLines(report.comparison, style),
    usageLines(report.usage, style.money),
    errorLines(report, style.paint),
    summaryLines(report, style),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

const WORKLOAD_TITLES = ['RESULT', 'WORKLOAD', 'PODS', 'ON FARGATE', 'PROFILE', 'SIZE', 'COST/MONTH'];

/** The rows of all workloads stand below each other, with what there is to say between them. */
function workloadLines(workloads: readonly AuditedWorkload[], style: TableStyle, withPods: boolean): readonly string[] {
  if (workloads.length === 0) return [];
  const { paint, width } = style;
  const rowsOf = workloads.map((workload) => workloadRow(workload, style));
  const table = { head: headerRow(WORKLOAD_TITLES), rows: rowsOf, nameCells: 2 };
  const { head, rows } = tableLines(table, paint, width);
  return [
    ...head,
    ...workloads.flatMap((workload, index) => [...(rows[index] ?? []), ...detailLines(workload, paint, withPods)]),
  ];
}

function workloadRow(workload: AuditedWorkload, { money }: TableStyle): readonly Cell[] {
  const { result, kind, namespace, name, pods, profiles, sizes, fargate } = workload;
  return [
    { text: result, tone: RESULT_TONES[result] },
    { text: `${kind} ${namespace}/${name}`, tone: 'strong' },
    { text: String(pods), isNumber: true },
    { text: String(fargate.pods), isNumber: true },
    { text: profiles.join(',') || '-' },
    { text: sizes.join(', ') || '-' },
    { text: fargate.pods === 0 ? '-' : money(fargate.costPerMonth), isNumber: true },
  ];
}

function detailLines(workload: AuditedWorkload, paint: Paint, withPods: boolean): readonly string[] {
  const verdicts = workload.verdicts.filter(
    ({ result, fix }) => result !== 'pass' && (result !== 'skip' || fix !== ''),
  );
  const pods = withPods ? columnLines(workload.podList.map(podRow), paint).map((line) => `    ${line}`) : [];
  return [...verdicts.flatMap((verdict) => verdictLines(verdict, paint)), ...pods];
}

function verdictLines({ result, code, message, fix, pods }: ReportedVerdict, paint: Paint): readonly string[] {
  const label = paint(RESULT_TONES[result], result);
  const indent = ' '.repeat(result.length);
  return [
    `  ${label}  ${printable(message)} (${count(pods, 'pod')}) ${paint('faint', `[${code}]`)}`,
    ...(fix === '' ? [] : [`  ${indent}  fix: ${printable(fix)}`]),
  ];
}

function podRow({ name, result, code, node = '-', placement, provisioned, isPredicted }: AuditedPod): readonly Cell[] {
  const size = provisioned === undefined ? '-' : describeAmount(provisioned);
  return [
    { text: result, tone: RESULT_TONES[result] },
    { text: name },
    { text: code },
    { text: node === '-' ? placement : node },
    { text: isPredicted ? `${size} (predicted)` : size },
  ];
}

function errorLines({ errors }: AuditReport, paint: Paint): readonly string[] {
  return unreadParts(errors).map(
    ({ what, reason }) => `${paint('bad', 'error')}  ${printable(`${what} not readable: ${reason}`)}`,
  );
}

/** `30 pods: 2 fail, 5 warn, 20 pass, 3 skip` */
export function summaryLines(
  { summary, prices, audited, workloads }: AuditReport,
  { money }: Pick<TableStyle, 'money'>,
): readonly string[] {
  const { results, fargate, pods } = summary;
  const counts = (['error', 'fail', 'warn', 'pass', 'skip'] as const)
    .filter((result) => results[result] > 0)
    .map((result) => `${results[result]} ${result}`);
  const head = `${count(pods, 'pod')} of ${count(workloads.length, 'workload')}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`;
  const cost = `${money(fargate.costPerMonth)} a month, ${money(fargate.unusedCostPerMonth)} of it for what is not requested`;
  return [
    head,
    `${fargate.pods} on Fargate: ${describeAmount(fargate.requested)} requested, ${describeAmount(fargate.provisioned)} provisioned, ${cost}`,
    describeEstimate(prices, fargate.provisioned),
    printable(`${audited.cluster}, ${audited.at}; profiles from ${audited.profiles}.`),
  ];
}

function profileLines(profiles: readonly ProfileTotals[], style: TableStyle): readonly string[] {
  return totalsLines('PROFILE', profiles.map(profileRow), style);
}

function namespaceLines(namespaces: readonly NamespaceTotals[], style: TableStyle): readonly string[] {
  return totalsLines(
    'NAMESPACE',
    namespaces.map(({ name, ...totals }) => ({ name, totals })),
    style,
  );
}

interface TotalsRow {
  readonly name: string;
  readonly totals: Totals;
}

function profileRow({ name, status, ...totals }: ProfileTotals): TotalsRow {
  if (status === 'ACTIVE') return { name, totals };
  return { name: `${name} (${status ?? 'not in the cluster'})`, totals };
}

function totalsLines(title: string, rows: readonly TotalsRow[], style: TableStyle): readonly string[] {
  if (rows.length === 0) return [];
  const head = headerRow([title, 'PODS', 'ON FARGATE', 'REQUESTED', 'PROVISIONED', 'UNUSED', 'COST/MONTH']);
  const cells = rows.map((row) => totalsRow(row, style));
  const lines = tableLines({ head, rows: cells, nameCells: 1 }, style.paint, style.width);
  return [...lines.head, ...lines.rows.flat()];
}

function totalsRow({ name, totals: { pods, fargate } }: TotalsRow, { money }: TableStyle): readonly Cell[] {
  const isEmpty = fargate.pods === 0;
  return [
    { text: name },
    { text: String(pods), isNumber: true },
    { text: String(fargate.pods), isNumber: true },
    { text: isEmpty ? '-' : describeAmount(fargate.requested) },
    { text: isEmpty ? '-' : describeAmount(fargate.provisioned) },
    { text: describeShare(fargate.unusedCostPerMonth, fargate.costPerMonth), isNumber: true },
    { text: isEmpty ? '-' : money(fargate.costPerMonth), isNumber: true },
  ];
}

/** A title above a column of numbers is right-aligned, as the numbers are. */
function headerRow(titles: readonly string[]): readonly Cell[] {
  return titles.map((text) => ({ text, tone: 'faint', isNumber: NUMBERS.has(text) }) as const);
}

const NUMBERS: ReadonlySet<string> = new Set(['PODS', 'ON FARGATE', 'UNUSED', 'COST/MONTH']);

/** A reader should not halve a request because of an estimate in a table. */
const MAX_SHARE = 0.25;
const MAX_SHOWN = 10;

/** The changes of requests that save a size step for little, the one that saves most first. */
function savingLines(workloads: readonly AuditedWorkload[], style: TableStyle): readonly string[] {
  const cheap = workloads
    .flatMap((workload) => (workload.saving === undefined ? [] : [{ workload, saving: workload.saving }]))
    .filter(({ saving }) => saving.share <= MAX_SHARE)
    .toSorted((a, b) => b.saving.savedPerMonth - a.saving.savedPerMonth);
  if (cheap.length === 0) return [];
  const shown = cheap.slice(0, MAX_SHOWN).map(({ workload, saving }) => savingLine(workload, saving, style));
  const left = cheap.length - shown.length;
  return [
    'Smaller requests that save a size step:',
    ...shown,
    ...(left > 0 ? [`  and ${left} more, see -o json`] : []),
  ];
}

function savingLine(
  { kind, namespace, name, fargate }: AuditedWorkload,
  saving: Saving,
  { money }: TableStyle,
): string {
  const { from, to, savedPerMonth } = saving;
  const place = `${kind} ${namespace}/${name}`;
  return printable(
    `  ${place}: ${describeChange(saving)} in all: ${to} instead of ${from} saves ${money(savedPerMonth)} a month (${count(fargate.pods, 'pod')})`,
  );
}

/** `cpu 260m → 250m, memory 1024Mi → 768Mi` */
function describeChange({ cpu, memory }: Saving): string {
  const changes = [
    ...(cpu === undefined ? [] : [`cpu ${cpu.from} → ${cpu.to}`]),
    ...(memory === undefined ? [] : [`memory ${memory.from} → ${memory.to}`]),
  ];
  return changes.join(', ');
}
