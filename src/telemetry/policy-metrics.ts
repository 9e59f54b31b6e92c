import { Gauge, Registry } from 'prom-client';
import { type LoadedProfiles, observeProfiles } from './loaded-profiles.ts';
import {
  countBy,
  type Exposition,
  faultCounter,
  type ObservedProcess,
  observeGauge,
  observeProcess,
  scrape,
} from './process-metrics.ts';

/** Of a process that keeps admission policies up to date. */
export interface PolicyMetrics<Labels extends PolicyLabels = PolicyLabels> {
  /** Of the policies that the last profiles make, also where they are too large. */
  showSize(size: PolicySizes): void;
  countUpdate(result: Labels['updateResults'][number]): void;
  countWrite(result: Labels['writeResults'][number]): void;
  /** An uncaught fault. */
  countFault(origin: Labels['faultOrigins'][number]): void;
  scrape(): Promise<Exposition>;
}

export interface PolicySizes {
  readonly bytes: number;
  readonly characters: number;
}

export interface PolicyMetricsOptions<Labels extends PolicyLabels> {
  /** Of this program. */
  readonly version: string;
  readonly labels: Labels;
  readonly periodMs: number;
  /** That the API server takes. */
  readonly limits: PolicySizes;
  readonly state: PolicyState<Labels['profileStatuses'][number]>;
}

/** Every value that a label can take: each series begins at 0. */
export interface PolicyLabels {
  readonly profileStatuses: readonly string[];
  readonly updateResults: readonly string[];
  readonly writeResults: readonly string[];
  readonly faultOrigins: readonly string[];
}

/** Read at each scrape. */
export interface PolicyState<ProfileStatus extends string = string>
  extends LoadedProfiles<ProfileStatus>,
    Omit<ObservedProcess, 'version'> {
  /** Infinity before the first update that did not fail, so that an alert on age holds then too. */
  readonly ageSeconds: () => number;
  /** When a policy was last written or deleted, in seconds since 1970; 0 before. */
  readonly lastWriteSeconds: () => number;
}

export function createPolicyMetrics<const Labels extends PolicyLabels>(
  options: PolicyMetricsOptions<Labels>,
): PolicyMetrics<Labels> {
  const { version, labels, state } = options;
  const registry = new Registry();
  observeProcess(registry, { ...state, version });
  observeProfiles(registry, labels.profileStatuses, state);
  observeTimes(registry, options);
  const updates = {
    name: 'fargate_admission_policy_updates_total',
    help: 'Attempts to bring the policies in line with the Fargate profiles, by result: succeeded, unconfirmed (no profile is listed any more, and not yet believed), beyond_limits (the profiles make policies that the API server refuses) or failed.',
    label: 'result',
  };
  const writes = {
    name: 'fargate_admission_policy_writes_total',
    help: 'Policies and bindings that had to be written or deleted, by what became of that.',
    label: 'result',
  };
  const countUpdate = countBy(registry, updates, labels.updateResults);
  const countWrite = countBy(registry, writes, labels.writeResults);
  return {
    showSize: sizeGauges(registry, options.limits),
    countUpdate,
    countWrite,
    countFault: faultCounter(registry, labels.faultOrigins),
    scrape: () => scrape(registry),
  };
}

function observeTimes(
  registry: Registry,
  { periodMs, state }: Pick<PolicyMetricsOptions<PolicyLabels>, 'periodMs' | 'state'>,
): void {
  new Gauge({
    name: 'fargate_admission_policies_period_seconds',
    help: 'From the begin of one update of the policies to that of the next.',
    registers: [registry],
  }).set(periodMs / 1_000);
  const age = {
    name: 'fargate_admission_policies_age_seconds',
    help: 'Time since the last update of the policies that did not fail began; +Inf before the first.',
  };
  observeGauge(registry, age, state.ageSeconds);
  const lastWrite = {
    name: 'fargate_admission_policies_last_write_timestamp_seconds',
    help: 'When a policy was last written or deleted, in seconds since 1970; 0 before the first time.',
  };
  observeGauge(registry, lastWrite, state.lastWriteSeconds);
}

/** Beside its limit each, so that an alert needs no number of its own. */
function sizeGauges(registry: Registry, limits: PolicySizes): (size: PolicySizes) => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const bytes = gauge('fargate_admission_policies_object_bytes', 'Size of the largest policy as JSON.');
  const characters = gauge('fargate_admission_policies_expression_characters', 'Length of the longest expression.');
  gauge('fargate_admission_policies_object_limit_bytes', 'Largest policy that is applied.').set(limits.bytes);
  gauge('fargate_admission_policies_expression_limit_characters', 'Longest expression that the API server takes.').set(
    limits.characters,
  );
  return (size) => {
    bytes.set(size.bytes);
    characters.set(size.characters);
  };
}
