import { Gauge, type Registry } from 'prom-client';
import { countBy, observeGauge } from './process-metrics.ts';

export interface CertificateMetrics<Result extends string> {
  countCertificateReload(result: Result): void;
  /** Of one webhook configuration. */
  setCaDrift(configuration: string, isDrifting: boolean): void;
}

export interface CertificateMetricsOptions<Result extends string> {
  readonly reloadResults: readonly Result[];
  /** In seconds since 1970. */
  readonly expirySeconds: () => number;
}

export function createCertificateMetrics<Result extends string>(
  registry: Registry,
  options: CertificateMetricsOptions<Result>,
): CertificateMetrics<Result> {
  observeExpiry(registry, options);
  const countCertificateReload = reloadCounter(registry, options);
  // Without a series until it is known: 0 would say that all is well.
  const drift = new Gauge({
    name: 'fargate_admission_ca_drift',
    help: 'Whether the caBundle of a webhook configuration does not match the served certificate: 1 or 0.',
    labelNames: ['configuration'],
    registers: [registry],
  });
  return {
    countCertificateReload,
    setCaDrift: (configuration, isDrifting) => drift.set({ configuration }, isDrifting ? 1 : 0),
  };
}

function observeExpiry(
  registry: Registry,
  { expirySeconds }: Pick<CertificateMetricsOptions<string>, 'expirySeconds'>,
): void {
  const expiry = {
    name: 'fargate_admission_certificate_expiry_timestamp_seconds',
    help: 'When the serving certificate expires, in seconds since 1970; 0 while there is none.',
  };
  observeGauge(registry, expiry, expirySeconds);
}

function reloadCounter(
  registry: Registry,
  { reloadResults }: Pick<CertificateMetricsOptions<string>, 'reloadResults'>,
): (result: string) => void {
  const reloads = {
    name: 'fargate_admission_certificate_reloads_total',
    help: 'Serving certificates that took the place of another, and attempts at it that failed, by result.',
    label: 'result',
  };
  return countBy(registry, reloads, reloadResults);
}
