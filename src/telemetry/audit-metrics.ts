import { Gauge, Registry } from 'prom-client';
import {
  countBy,
  type Exposition,
  faultCounter,
  type ObservedProcess,
  observeGauge,
  observeProcess,
  scrape,
} from './process-metrics.ts';
import { createProfileGauges, type ProfileFigures } from './profile-gauges.ts';

/** Of a process that repeats an audit. */
export interface AuditMetrics<Labels extends AuditLabels = AuditLabels> {
  /** What the last audit found takes the place of what the one before did. */
  show(figures: AuditFigures): void;
  countAudit(audit: CountedAudit<Labels['auditResults'][number]>): void;
  countReportWrite(result: Labels['writeResults'][number]): void;
  /** An uncaught fault. */
  countFault(origin: Labels['faultOrigins'][number]): void;
  scrape(): Promise<Exposition>;
}

export interface AuditFigures {
  /** Those that are not there count as 0. */
  readonly placements: readonly (Placement & { readonly pods: number })[];
  readonly profiles: readonly ProfileFigures[];
}

export interface Placement {
  readonly result: string;
  readonly code: string;
}

export interface CountedAudit<Result extends string = string> {
  readonly result: Result;
  readonly durationMs: number;
}

export interface AuditMetricsOptions<Labels extends AuditLabels> {
  /** Of this program. */
  readonly version: string;
  /** Value of the label `cluster` of every metric; undefined: there is no such label. */
  readonly cluster: string | undefined;
  readonly labels: Labels;
  readonly periodMs: number;
  readonly state: AuditState;
}

/** Every value that a label can take, but for the names of profiles: each series begins at 0. */
export interface AuditLabels {
  readonly placements: readonly Placement[];
  readonly auditResults: readonly string[];
  readonly writeResults: readonly string[];
  readonly faultOrigins: readonly string[];
}

/** Read at each scrape. */
export interface AuditState extends Omit<ObservedProcess, 'version'> {
  /** Infinity before the first audit, so that an alert on age holds then too. */
  readonly ageSeconds: () => number;
}

export function createAuditMetrics<const Labels extends AuditLabels>(
  options: AuditMetricsOptions<Labels>,
): AuditMetrics<Labels> {
  const { version, cluster, labels, periodMs, state } = options;
  const registry = new Registry();
  if (cluster !== undefined) registry.setDefaultLabels({ cluster });
  observeProcess(registry, { ...state, version });
  observeTime(registry, periodMs, state);
  const showPlacements = placementGauge(registry, labels.placements);
  const showProfiles = createProfileGauges(registry);
  const countAudit = auditCounter(registry, labels.auditResults);
  const countReportWrite = writeCounter(registry, labels.writeResults);
  return {
    show: ({ placements, profiles }) => {
      showPlacements(placements);
      showProfiles(profiles);
    },
    countAudit,
    countReportWrite,
    countFault: faultCounter(registry, labels.faultOrigins),
    scrape: () => scrape(registry),
  };
}

function placementGauge(registry: Registry, known: readonly Placement[]): (placed: AuditFigures['placements']) => void {
  const gauge = new Gauge({
    name: 'fargate_admission_placement_pods',
    help: 'Pods at the last audit, by result and code; of not-readable, lists and objects that could not be read.',
    labelNames: ['result', 'code'],
    registers: [registry],
  });
  const show = (placed: AuditFigures['placements']): void => {
    for (const { result, code } of known) gauge.set({ result, code }, 0);
    for (const { result, code, pods } of placed) gauge.inc({ result, code }, pods);
  };
  show([]);
  return show;
}

function observeTime(registry: Registry, periodMs: number, { ageSeconds }: AuditState): void {
  new Gauge({
    name: 'fargate_admission_audit_period_seconds',
    help: 'From the begin of one audit to that of the next.',
    registers: [registry],
  }).set(periodMs / 1_000);
  const age = {
    name: 'fargate_admission_audit_age_seconds',
    help: 'Time since the last audit that did not fail began; +Inf before the first.',
  };
  observeGauge(registry, age, ageSeconds);
}

function auditCounter(registry: Registry, results: readonly string[]): (audit: CountedAudit) => void {
  const audits = {
    name: 'fargate_admission_audits_total',
    help: 'Audits by result: succeeded, incomplete (something could not be read) or failed.',
    label: 'result',
  };
  const count = countBy(registry, audits, results);
  const duration = new Gauge({
    name: 'fargate_admission_audit_duration_seconds',
    help: 'Of the last audit, without the writing of reports.',
    registers: [registry],
  });
  return ({ result, durationMs }) => {
    count(result);
    duration.set(durationMs / 1_000);
  };
}

function writeCounter(registry: Registry, results: readonly string[]): (result: string) => void {
  const writes = {
    name: 'fargate_admission_audit_report_writes_total',
    help: 'Reports in the cluster that an audit had to write or delete, by what became of that.',
    label: 'result',
  };
  return countBy(registry, writes, results);
}
