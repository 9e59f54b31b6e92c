import type { FleetCluster, FleetReport } from '../../../audit/fleet/fleet-report.ts';
import type { Totals } from '../../../audit/report/report.ts';
import { type Cell, tableLines } from '../../shared/columns.ts';
import type { OutputContext } from '../../shared/outputs.ts';
import { count, describeAmount, describeMoney, printable, RESULT_TONES } from '../../shared/terminal-text.ts';
import { describeUpgrade } from '../upgrade.ts';

type Style = Pick<OutputContext, 'paint' | 'width'>;

const TITLES = ['RESULT', 'CLUSTER', 'REGION', 'ACCOUNT', 'PODS', 'ON FARGATE', 'FAIL', 'WARN', 'COST/MONTH'];
const NUMBERS: ReadonlySet<string> = new Set(['PODS', 'ON FARGATE', 'FAIL', 'WARN', 'COST/MONTH']);

/** A row for each cluster, what fails in each, and the sums. */
export function renderFleet(report: FleetReport, style: Style): string {
  const { clusters, failed, currency } = report;
  const head = TITLES.map((text) => ({ text, tone: 'faint', isNumber: NUMBERS.has(text) }) as const);
  const rows = clusters.map((cluster) => clusterRow(cluster, currency));
  const table = tableLines({ head, rows, nameCells: 2 }, style.paint, style.width);
  const sections = [
    rows.length === 0 ? [] : [...table.head, ...table.rows.flat()],
    clusters.flatMap((cluster) => failureLines(cluster, style)),
    failed.map(({ context, reason }) => `${style.paint('bad', 'error')}  ${printable(`${context}: ${reason}`)}`),
    clusters.flatMap((cluster) =>
      cluster.upgrade === undefined ? [] : [printable(`${nameOf(cluster)}: ${describeUpgrade(cluster.upgrade)}`)],
    ),
    summaryLines(report),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function clusterRow(cluster: FleetCluster, currency: string): readonly Cell[] {
  const { result, region = '-', accountId = '-', summary } = cluster;
  const { pods, results, fargate } = summary;
  return [
    { text: result, tone: RESULT_TONES[result] },
    { text: nameOf(cluster), tone: 'strong' },
    { text: region },
    { text: accountId },
    ...[pods, fargate.pods, results.fail, results.warn].map((number) => ({ text: String(number), isNumber: true })),
    { text: describeMoney(fargate.costPerMonth, currency), isNumber: true },
  ];
}

function nameOf({ clusterName, context }: FleetCluster): string {
  return clusterName ?? context;
}

/** A person looks at the worst first, and audits the one cluster for the rest. */
const MAX_SHOWN = 5;

function failureLines(cluster: FleetCluster, { paint }: Style): readonly string[] {
  const failures = cluster.workloads.flatMap(({ kind, namespace, name, verdicts }) =>
    verdicts
      .filter(({ result }) => result === 'fail')
      .map(({ message, code, pods }) => ({ place: `${kind} ${namespace}/${name}`, message, code, pods })),
  );
  const shown = failures
    .slice(0, MAX_SHOWN)
    .map(
      ({ place, message, code, pods }) =>
        `${paint('bad', 'fail')}  ${printable(`${nameOf(cluster)}: ${place} ${message} (${count(pods, 'pod')})`)} ${paint('faint', `[${code}]`)}`,
    );
  const left = failures.length - shown.length;
  return [...shown, ...(left > 0 ? [`      and ${left} more: audit --context ${printable(cluster.context)}`] : [])];
}

function summaryLines({ clusters, failed, summary, currency }: FleetReport): readonly string[] {
  const { pods, fargate } = summary;
  const unread = failed.length === 0 ? '' : `, ${failed.length} not audited`;
  return [
    `${count(clusters.length, 'cluster')}${unread}, ${count(pods, 'pod')}: ${describeResults(summary)}`,
    `${fargate.pods} on Fargate: ${describeAmount(fargate.requested)} requested, ${describeAmount(fargate.provisioned)} provisioned, ${describeMoney(fargate.costPerMonth, currency)} a month, ${describeMoney(fargate.unusedCostPerMonth, currency)} of it for what is not requested`,
    ...estimates(clusters),
  ];
}

function describeResults({ results }: Totals): string {
  const counts = (['error', 'fail', 'warn', 'pass', 'skip'] as const)
    .filter((result) => results[result] > 0)
    .map((result) => `${results[result]} ${result}`);
  return counts.length === 0 ? 'no results' : counts.join(', ');
}

/** Clusters of one region have one price. */
function estimates(clusters: readonly FleetCluster[]): readonly string[] {
  const sources = new Set(clusters.map(({ prices }) => prices.source));
  return sources.size === 0 ? [] : [`An estimate by the ${[...sources].join('; ')}.`];
}
