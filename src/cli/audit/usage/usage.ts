import type { Command } from 'commander';
import type { AuditReport } from '../../../audit/report/report.ts';
import {
  type UsageFigures,
  type UsageReport,
  type UsedWorkload,
  usageReport,
} from '../../../audit/usage/usage-report.ts';
import { parseQuantity } from '../../../fargate/quantity.ts';
import type { KubernetesApi } from '../../../kubernetes/api.ts';
import { ClusterError } from '../../../kubernetes/cluster-error.ts';
import { readPodMetrics } from '../../../kubernetes/pod-metrics.ts';
import type { SettingReader } from '../../../settings/reader.ts';
import { parsed, refused, type ValueType } from '../../../settings/value-type.ts';
import { type Flag, readTyped } from '../../shared/flags.ts';
import { count, describeAmount, printable } from '../../shared/terminal-text.ts';
import { PrometheusError, readPrometheus } from './prometheus.ts';

export const USAGE_FLAG = {
  name: 'usage',
  placeholder: 'metrics-server|URL',
  description:
    'as advice, what pods on Fargate use beside what they request: the last sample of metrics-server, or the 95th percentile of a week from the Prometheus at this address',
} as const satisfies Flag;

export type UsageSource = { readonly kind: 'metrics-server' } | { readonly kind: 'prometheus'; readonly url: URL };

export interface WantedUsage {
  /** Undefined: the use is not read. */
  readonly usage: UsageSource | undefined;
}

export function readUsageSource(command: Command, reader: SettingReader): UsageSource | undefined {
  return readTyped(command, { flag: USAGE_FLAG, type: SOURCE, reader });
}

const SOURCE: ValueType<UsageSource> = {
  placeholder: USAGE_FLAG.placeholder,
  parse: (text) => {
    if (text === 'metrics-server') return parsed({ kind: 'metrics-server' });
    const url = URL.parse(text);
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return refused(EXPECTED);
    // A password in a flag is seen by every process of the machine.
    return url.username === '' && url.password === '' ? parsed({ kind: 'prometheus', url }) : refused(EXPECTED);
  },
  format: (source) => (source.kind === 'prometheus' ? source.url.href : source.kind),
};

const EXPECTED = 'metrics-server, or the http or https address of a Prometheus, without a user and a password';

/** The report with what its pods use; where that cannot be read, with an error that says so. */
export async function withUsage(
  report: AuditReport,
  { usage, namespaces }: WantedUsage & { readonly namespaces: readonly string[] },
  api: KubernetesApi,
): Promise<AuditReport> {
  if (usage === undefined) return report;
  try {
    const figures = usage.kind === 'prometheus' ? await readPrometheus(usage.url) : await readSamples(api, namespaces);
    return { ...report, usage: usageReport(report.workloads, figures, report.prices) };
  } catch (error) {
    if (!(error instanceof ClusterError || error instanceof PrometheusError)) throw error;
    return { ...report, errors: [...report.errors, { resource: 'use of pods', reason: error.message }] };
  }
}

async function readSamples(api: KubernetesApi, namespaces: readonly string[]): Promise<UsageFigures> {
  const metrics = await readPodMetrics(api, namespaces);
  const byPod = new Map(
    metrics.map(({ namespace, name, containers }) => [
      `${namespace}/${name}`,
      { cpu: sumOf(containers.map(({ cpu }) => cpu)), memory: sumOf(containers.map(({ memory }) => memory)) },
    ]),
  );
  return { source: 'metrics-server, one sample, which may miss every peak', byPod };
}

function sumOf(quantities: readonly string[]): bigint {
  return quantities.reduce((sum, text) => sum + (parseQuantity(text) ?? 0n), 0n);
}

/** A table would be as wide as a screen. */
const MAX_SHOWN = 20;

export function usageLines(usage: UsageReport | undefined, money: (amount: number) => string): readonly string[] {
  if (usage === undefined) return [];
  const { source, measuredPods, unmeasuredPods, workloads } = usage;
  const left = workloads.length - MAX_SHOWN;
  return [
    printable(
      `Use of ${count(measuredPods, 'pod')} on Fargate, ${source}${unmeasured(unmeasuredPods)}. Advice: leave room for peaks, and for init containers, which are not in these figures.`,
    ),
    ...workloads.slice(0, MAX_SHOWN).map((workload) => `  ${printable(describeUse(workload, money))}`),
    ...(left > 0 ? [`  and ${left} more, see -o json`] : []),
  ];
}

function unmeasured(pods: number): string {
  return pods === 0 ? '' : `; none of ${count(pods, 'other pod')}`;
}

/** `Deployment shop/web: uses up to 0.1 vCPU 0.3 GB of 0.5 vCPU 1 GB requested (2 pods): 0.25vCPU 1GB instead of 0.5vCPU 2GB would save $9.00 a month` */
function describeUse(workload: UsedWorkload, money: (amount: number) => string): string {
  const { kind, namespace, name, pods, requested, used, sizes, sizeForUse, savedPerMonth } = workload;
  const use = `${kind} ${namespace}/${name}: uses up to ${describeAmount(used)} of ${describeAmount(requested)} requested (${count(pods, 'pod')})`;
  if (sizeForUse === undefined) return `${use}: no size is large enough for that`;
  if (sizes.every((size) => size === sizeForUse)) return `${use}: no smaller size holds that`;
  const change = `${sizeForUse} instead of ${sizes.join(', ')}`;
  if (savedPerMonth > 0) return `${use}: ${change} would save ${money(savedPerMonth)} a month`;
  return `${use}: that needs ${change}`;
}
