import { Gauge, type Registry } from 'prom-client';
import { observeGauge } from './process-metrics.ts';

/** Read at each scrape. */
export interface LoadedProfiles<ProfileStatus extends string = string> {
  readonly profileCount: (status: ProfileStatus) => number;
  /** Infinity before the first load, so that an alert on age holds then too. */
  readonly profilesAgeSeconds: () => number;
}

export function observeProfiles<Status extends string>(
  registry: Registry,
  statuses: readonly Status[],
  state: LoadedProfiles<Status>,
): void {
  new Gauge({
    name: 'fargate_admission_profiles',
    help: 'Fargate profiles known, by EKS status.',
    labelNames: ['status'],
    registers: [registry],
    collect() {
      for (const status of statuses) this.set({ status }, state.profileCount(status));
    },
  });
  const age = {
    name: 'fargate_admission_profiles_age_seconds',
    help: 'Time since the Fargate profiles were last loaded; +Inf before the first time.',
  };
  observeGauge(registry, age, state.profilesAgeSeconds);
}
