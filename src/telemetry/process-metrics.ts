import { Counter, collectDefaultMetrics, Gauge, type Registry } from 'prom-client';

/** In the Prometheus text format. */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

export async function scrape(registry: Registry): Promise<Exposition> {
  return { contentType: registry.contentType, text: await registry.metrics() };
}

/** Gauges that the naming rules of Prometheus do not allow: a name with `_total` is of a counter. */
const MISNAMED_GAUGES: readonly string[] = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** What every process shows of itself. */
export interface ObservedProcess {
  /** Of this program. */
  readonly version: string;
  /** Since the start. */
  readonly droppedLogLines: () => number;
  readonly connections: ConnectionsByPort;
}

export function observeProcess(registry: Registry, { version, droppedLogLines, connections }: ObservedProcess): void {
  observeNode(registry);
  showBuild(registry, version);
  observeLog(registry, droppedLogLines);
  observeConnections(registry, connections);
}

export interface MetricText {
  readonly name: string;
  readonly help: string;
}

/** Whose value is read at each scrape. */
export function observeGauge(registry: Registry, text: MetricText, read: () => number): void {
  new Gauge({
    ...text,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}

/** Counts by one label, whose values all begin at 0. */
export function countBy<Value extends string>(
  registry: Registry,
  { label, ...text }: MetricText & { readonly label: string },
  values: readonly Value[],
): (value: Value) => void {
  const counter = new Counter({ ...text, labelNames: [label], registers: [registry] });
  for (const value of values) counter.inc({ [label]: value }, 0);
  return (value) => counter.inc({ [label]: value });
}

/** The default metrics of Node.js, but for sums that Prometheus can make from the series by `type` beside them. */
export function observeNode(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED_GAUGES) registry.removeSingleMetric(name);
}

/** Always 1, so that other series can be joined with the version. */
export function showBuild(registry: Registry, version: string): void {
  new Gauge({
    name: 'fargate_admission_build_info',
    help: 'The version of this program, as a label; always 1.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version }, 1);
}

/** Counts faults that no code caught. */
export function faultCounter<Origin extends string>(
  registry: Registry,
  origins: readonly Origin[],
): (origin: Origin) => void {
  const help = 'Uncaught exceptions and unhandled rejections, after which the process ends, by origin.';
  return countBy(registry, { name: 'fargate_admission_faults_total', help, label: 'origin' }, origins);
}

export function observeLog(registry: Registry, droppedLogLines: () => number): void {
  new Counter({
    name: 'fargate_admission_log_lines_dropped_total',
    help: 'Log lines dropped because the reader of the log was too slow.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(droppedLogLines());
    },
  });
}

/** Of one port, read at each scrape. */
export interface ConnectionCounts {
  open(): number;
  /** Since the start, to make room for others. */
  closed(): number;
}

/** By the name of the port. */
export type ConnectionsByPort = Readonly<Record<string, ConnectionCounts>>;

export function observeConnections(registry: Registry, ports: ConnectionsByPort): void {
  const counts = Object.entries(ports);
  new Gauge({
    name: 'fargate_admission_connections',
    help: 'Connections that are open, by port.',
    labelNames: ['port'],
    registers: [registry],
    collect() {
      for (const [port, { open }] of counts) this.set({ port }, open());
    },
  });
  new Counter({
    name: 'fargate_admission_connections_closed_total',
    help: 'Connections that were closed because their port had as many as it takes and another client connected.',
    labelNames: ['port'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [port, { closed }] of counts) this.inc({ port }, closed());
    },
  });
}
