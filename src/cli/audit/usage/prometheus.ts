import type { PodUsage, UsageFigures } from '../../../audit/usage/usage-report.ts';
import { Field, FieldTypeError } from '../../../documents/field.ts';

/** Prometheus did not answer, or not as its HTTP API does. The message is one line. */
export class PrometheusError extends Error {
  override readonly name = 'PrometheusError';
}

const TIMEOUT_MS = 60_000;

/** A day of samples of a large cluster takes Prometheus seconds; a week is what a pod lives between two releases. */
const WINDOW = '7d';
const QUANTILE = '0.95';

/**
 * By the metrics of cAdvisor, which every kubelet has. `container!=""` leaves out the sums of a pod, which would count twice.
 * Source: Prometheus, "Querying basics", subqueries; kubernetes/kubernetes, cAdvisor metrics of the kubelet.
 */
const QUERIES = {
  cpu: overWindow(
    'sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{container!="",container!="POD"}[5m]))',
  ),
  memory: overWindow('sum by (namespace, pod) (container_memory_working_set_bytes{container!="",container!="POD"})'),
} as const;

function overWindow(query: string): string {
  return `quantile_over_time(${QUANTILE}, ${query}[${WINDOW}:5m])`;
}

/** The 95th percentile of each pod's use over the last week. @throws PrometheusError */
export async function readPrometheus(url: URL): Promise<UsageFigures> {
  const [cpu, memory] = await Promise.all([runQuery(url, QUERIES.cpu), runQuery(url, QUERIES.memory)]);
  const byPod = new Map<string, PodUsage>();
  for (const [pod, bytes] of memory) {
    byPod.set(pod, { cpu: thousandths(cpu.get(pod) ?? 0), memory: thousandths(bytes) });
  }
  return { source: `Prometheus at ${url.host}, 95th percentile of ${WINDOW}`, byPod };
}

/** By `namespace/pod`. */
async function runQuery(base: URL, query: string): Promise<ReadonlyMap<string, number>> {
  const address = new URL(`${base.pathname.replace(/\/$/, '')}/api/v1/query`, base);
  const answer = await send(address, query);
  try {
    const results = answer.get('data').get('result').list();
    return new Map(results.map(sampleOf));
  } catch (error) {
    if (!(error instanceof FieldTypeError)) throw error;
    throw new PrometheusError(`Prometheus at ${base.host} answered something else than a vector: ${error.message}`);
  }
}

function sampleOf(result: Field): readonly [pod: string, value: number] {
  const metric = result.get('metric');
  const [, value] = result.get('value').list();
  const pod = `${metric.get('namespace').string() ?? ''}/${metric.get('pod').string() ?? ''}`;
  const number = Number(value?.string() ?? Number.NaN);
  return [pod, Number.isFinite(number) && number > 0 ? number : 0];
}

async function send(address: URL, query: string): Promise<Field> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams({ query }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
    if (!response.ok) throw new PrometheusError(`Prometheus at ${address.host} answered HTTP ${response.status}`);
    return new Field(await response.json());
  } catch (error) {
    if (error instanceof PrometheusError) throw error;
    throw new PrometheusError(`Prometheus at ${address.host} does not answer: ${reasonOf(error)}`, { cause: error });
  }
}

/** `fetch` says what happened in the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function thousandths(amount: number): bigint {
  return BigInt(Math.ceil(amount * 1000));
}
