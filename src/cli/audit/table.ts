import type { AuditedPod, AuditedWorkload, AuditReport, ReportedVerdict } from '../../audit/report/report.ts';
import { type Cell, columnLines, tableLines } from '../shared/columns.ts';
import { count } from '../shared/counted.ts';
import { type Paint, printable } from '../shared/terminal-text.ts';
import { describeAmount, describeMoney } from './amount-text.ts';
import { savingLines } from './saving-text.ts';
import { TONES } from './tones.ts';
import { headerRow, namespaceLines, profileLines, type TableStyle } from './totals-table.ts';
import { unreadParts } from './unread.ts';

/** For a person: each workload with what is said about it, the sums by profile and by namespace, and a line that sums up. */
export function renderTable(
  report: AuditReport,
  style: TableStyle,
  { withPods }: { readonly withPods: boolean },
): string {
  const { paint } = style;
  const sections = [
    workloadLines(report.workloads, style, withPods),
    profileLines(report.profiles, style),
    namespaceLines(report.namespaces, style),
    savingLines(report.workloads),
    errorLines(report, paint),
    summaryLines(report),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

const WORKLOAD_TITLES = ['RESULT', 'WORKLOAD', 'PODS', 'ON FARGATE', 'PROFILE', 'SIZE', 'COST/MONTH'];

/** The rows of all workloads stand below each other, with what there is to say between them. */
function workloadLines(
  workloads: readonly AuditedWorkload[],
  { paint, width }: TableStyle,
  withPods: boolean,
): readonly string[] {
  if (workloads.length === 0) return [];
  const table = { head: headerRow(WORKLOAD_TITLES), rows: workloads.map(workloadRow), nameCells: 2 };
  const { head, rows } = tableLines(table, paint, width);
  return [
    ...head,
    ...workloads.flatMap((workload, index) => [...(rows[index] ?? []), ...detailLines(workload, paint, withPods)]),
  ];
}

function workloadRow(workload: AuditedWorkload): readonly Cell[] {
  const { result, kind, namespace, name, pods, profiles, sizes, fargate } = workload;
  return [
    { text: result, tone: TONES[result] },
    { text: `${kind} ${namespace}/${name}`, tone: 'strong' },
    { text: String(pods), isNumber: true },
    { text: String(fargate.pods), isNumber: true },
    { text: profiles.join(',') || '-' },
    { text: sizes.join(', ') || '-' },
    { text: fargate.pods === 0 ? '-' : describeMoney(fargate.costPerMonth), isNumber: true },
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
  const label = paint(TONES[result], result);
  const indent = ' '.repeat(result.length);
  return [
    `  ${label}  ${printable(message)} (${count(pods, 'pod')}) ${paint('faint', `[${code}]`)}`,
    ...(fix === '' ? [] : [`  ${indent}  fix: ${printable(fix)}`]),
  ];
}

function podRow({ name, result, code, node = '-', placement, provisioned, isForecast }: AuditedPod): readonly Cell[] {
  const size = provisioned === undefined ? '-' : describeAmount(provisioned);
  return [
    { text: result, tone: TONES[result] },
    { text: name },
    { text: code },
    { text: node === '-' ? placement : node },
    { text: isForecast ? `${size} (forecast)` : size },
  ];
}

function errorLines({ errors }: AuditReport, paint: Paint): readonly string[] {
  return unreadParts(errors).map(
    ({ what, reason }) => `${paint('bad', 'error')}  ${printable(`${what} not readable: ${reason}`)}`,
  );
}

/** `30 pods: 2 fail, 5 warn, 20 pass, 3 skip` */
function summaryLines({ summary, prices, audited, workloads }: AuditReport): readonly string[] {
  const { results, fargate, pods } = summary;
  const counts = (['error', 'fail', 'warn', 'pass', 'skip'] as const)
    .filter((result) => results[result] > 0)
    .map((result) => `${results[result]} ${result}`);
  const head = `${count(pods, 'pod')} of ${count(workloads.length, 'workload')}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`;
  const money = `${describeMoney(fargate.costPerMonth)} a month, ${describeMoney(fargate.unusedCostPerMonth)} of it for what is not requested`;
  return [
    head,
    `${fargate.pods} on Fargate: ${describeAmount(fargate.requested)} requested, ${describeAmount(fargate.provisioned)} provisioned, ${money}`,
    `An estimate by the ${prices.source}: $${prices.vcpuHour} a vCPU-hour, $${prices.gigabyteHour} a GB-hour, ${prices.hoursPerMonth} hours a month.`,
    printable(`${audited.cluster}, ${audited.at}; profiles from ${audited.profiles}.`),
  ];
}
