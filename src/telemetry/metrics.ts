import { Counter, Histogram, Registry } from 'prom-client';
import { type CertificateMetrics, createCertificateMetrics } from './certificate-metrics.ts';
import { type LoadedProfiles, observeProfiles } from './loaded-profiles.ts';
import {
  countBy,
  type Exposition,
  faultCounter,
  type ObservedProcess,
  observeConnections,
  observeLog,
  observeNode,
  scrape,
  showBuild,
} from './process-metrics.ts';
import { Tally, talliedCounter } from './tally.ts';

/** Takes no label value but those that it was made with. */
export interface Metrics<Labels extends LabelValues = LabelValues>
  extends CertificateMetrics<Labels['certificateReloadResults'][number]> {
  countReview(review: CountedReview<Labels>): void;
  countRefresh(result: Labels['refreshResults'][number]): void;
  /** An uncaught fault. */
  countFault(origin: Labels['faultOrigins'][number]): void;
  /** In the Prometheus text format. */
  scrape(): Promise<Exposition>;
}

export interface CountedReview<Labels extends LabelValues = LabelValues> {
  readonly webhook: Labels['webhooks'][number];
  readonly result: Labels['results'][number];
  readonly durationMs: number;
  /** Absent where nothing was predicted. */
  readonly prediction?: Labels['predictions'][number] | undefined;
  /** Codes, each once. */
  readonly findings: readonly Labels['findings'][number][];
  /** Absent where EKS's own webhook has no say. */
  readonly agreement?: Labels['agreements'][number] | undefined;
  /** Present where a pod gets no annotations, because with them it would have more than Kubernetes takes. */
  readonly leftOut?: string | undefined;
}

export interface MetricsOptions<Labels extends LabelValues> {
  /** Of this program. */
  readonly version: string;
  readonly labels: Labels;
  readonly state: ObservedState<Labels['profileStatuses'][number]>;
}

/** Every value that a label can take: known from the start, so that each series begins at 0 and its first step is seen. */
export interface LabelValues {
  readonly webhooks: readonly string[];
  readonly results: readonly string[];
  readonly predictions: readonly string[];
  readonly findings: readonly string[];
  readonly agreements: readonly string[];
  readonly profileStatuses: readonly string[];
  readonly refreshResults: readonly string[];
  readonly certificateReloadResults: readonly string[];
  readonly faultOrigins: readonly string[];
}

/** Read at each scrape. */
export interface ObservedState<ProfileStatus extends string = string>
  extends LoadedProfiles<ProfileStatus>,
    Omit<ObservedProcess, 'version'> {
  /** 0 before the first certificate, so that an alert on its end holds then too. */
  readonly certificateExpirySeconds: () => number;
}

/** From a tenth of a millisecond, what a review in memory takes, to a second, half of what the API server waits. */
const DURATION_BUCKETS_SECONDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

export function createMetrics<const Labels extends LabelValues>(options: MetricsOptions<Labels>): Metrics<Labels> {
  const { version, labels, state } = options;
  const registry = new Registry();
  observeNode(registry);
  showBuild(registry, version);
  observeProfiles(registry, labels.profileStatuses, state);
  observeLog(registry, state.droppedLogLines);
  observeConnections(registry, state.connections);
  const countRefresh = refreshCounter(registry, labels);
  const countFault = faultCounter(registry, labels.faultOrigins);
  const { certificateExpirySeconds: expirySeconds } = state;
  const { certificateReloadResults: reloadResults } = labels;
  return {
    ...createCertificateMetrics(registry, { expirySeconds, reloadResults }),
    countReview: reviewCounter(registry, labels),
    countRefresh,
    countFault,
    scrape: () => scrape(registry),
  };
}

function reviewCounter(registry: Registry, labels: LabelValues): (review: CountedReview) => void {
  const reviews = reviewsByResult(registry, labels);
  const durations = reviewDurations(registry, labels);
  const predictions = predictionsByOutcome(registry, labels);
  const findings = findingsByCode(registry, labels);
  const agreements = agreementsWithEks(registry, labels);
  const leftOut = annotationsLeftOut(registry);
  return ({ webhook, result, durationMs, prediction, findings: codes, agreement, leftOut: reason }) => {
    reviews.get(webhook)?.add(result);
    durations.observe({ webhook }, durationMs / 1_000);
    if (prediction !== undefined) predictions.add(prediction);
    for (const code of codes) findings.add(code);
    if (agreement !== undefined) agreements.add(agreement);
    if (reason !== undefined) leftOut.inc();
  };
}

/** Of each webhook, by result. */
function reviewsByResult(registry: Registry, { webhooks, results }: LabelValues): ReadonlyMap<string, Tally> {
  const tallies = new Map(webhooks.map((webhook) => [webhook, new Tally(results)]));
  new Counter({
    name: 'fargate_admission_reviews_total',
    help: 'Reviews answered, by webhook and result: allowed, denied, patched, bad_request or error.',
    labelNames: ['webhook', 'result'],
    registers: [registry],
    collect() {
      for (const [webhook, tally] of tallies) {
        tally.take((result, steps) => this.inc({ webhook, result }, steps));
      }
    },
  });
  return tallies;
}

function reviewDurations(registry: Registry, { webhooks }: LabelValues) {
  const histogram = new Histogram({
    name: 'fargate_admission_review_duration_seconds',
    help: 'Time from the headers of a review to its answer.',
    labelNames: ['webhook'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers: [registry],
  });
  for (const webhook of webhooks) histogram.zero({ webhook });
  return histogram;
}

function predictionsByOutcome(registry: Registry, { predictions }: LabelValues): Tally {
  return talliedCounter(registry, {
    name: 'fargate_admission_predictions_total',
    help: 'Predictions made in reviews of pods and workloads, by outcome.',
    labelName: 'outcome',
    values: predictions,
  });
}

function findingsByCode(registry: Registry, { findings }: LabelValues): Tally {
  return talliedCounter(registry, {
    name: 'fargate_admission_findings_total',
    help: 'Reviews with a finding of this code.',
    labelName: 'code',
    values: findings,
  });
}

function agreementsWithEks(registry: Registry, { agreements }: LabelValues): Tally {
  return talliedCounter(registry, {
    name: 'fargate_admission_eks_agreements_total',
    help: "Pods on which our prediction was compared with EKS's own decision, by result.",
    labelName: 'result',
    values: agreements,
  });
}

function annotationsLeftOut(registry: Registry): Counter {
  return new Counter({
    name: 'fargate_admission_annotations_left_out_total',
    help: 'Pods that got no annotations, because with them they would have more than the 262,144 bytes that Kubernetes takes.',
    registers: [registry],
  });
}

function refreshCounter(registry: Registry, { refreshResults }: LabelValues): (result: string) => void {
  const refreshes = {
    name: 'fargate_admission_refreshes_total',
    help: 'Attempts to load the Fargate profiles, by result.',
    label: 'result',
  };
  return countBy(registry, refreshes, refreshResults);
}
