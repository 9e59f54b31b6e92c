import { Counter, Gauge, type Registry } from 'prom-client';

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
  const reloads = reloadCounter(registry, options);
  // Without a series until it is known: 0 would say that all is well.
  const drift = new Gauge({
    name: 'fargate_admission_ca_drift',
    help: 'Whether the caBundle of a webhook configuration does not match the served certificate: 1 or 0.',
    labelNames: ['configuration'],
    registers: [registry],
  });
  return {
    countCertificateReload: (result) => reloads.inc({ result }),
    setCaDrift: (configuration, isDrifting) => drift.set({ configuration }, isDrifting ? 1 : 0),
  };
}

function observeExpiry(
  registry: Registry,
  { expirySeconds }: Pick<CertificateMetricsOptions<string>, 'expirySeconds'>,
): void {
  new Gauge({
    name: 'fargate_admission_certificate_expiry_timestamp_seconds',
    help: 'When the serving certificate expires, in seconds since 1970; 0 while there is none.',
    registers: [registry],
    collect() {
      this.set(expirySeconds());
    },
  });
}

function reloadCounter(
  registry: Registry,
  { reloadResults }: Pick<CertificateMetricsOptions<string>, 'reloadResults'>,
) {
  const counter = new Counter({
    name: 'fargate_admission_certificate_reloads_total',
    help: 'Serving certificates that took the place of another, and attempts at it that failed, by result.',
    labelNames: ['result'],
    registers: [registry],
  });
  for (const result of reloadResults) counter.inc({ result }, 0);
  return counter;
}
