import { AGREEMENTS } from '../fargate/eks-decision.ts';
import { FINDINGS } from '../fargate/finding.ts';
import { PREDICTION_KINDS } from '../fargate/prediction.ts';
import { PROFILE_STATUSES } from '../fargate/profile.ts';
import type { ProfileCache, RefreshOutcome } from '../profiles/cache.ts';
import type { LabelValues, ObservedState } from '../telemetry/metrics.ts';
import type { ServingCertificate } from '../tls/certificate.ts';
import type { ReloadOutcome } from '../tls/live-files.ts';
import { FAULT_ORIGINS } from './crash.ts';
import { REVIEW_RESULTS } from './http/review-record.ts';
import type { Webhook } from './http/webhook.ts';

const REFRESH_RESULTS = ['loaded', 'failed'] as const satisfies readonly RefreshOutcome['kind'][];
const RELOAD_RESULTS = ['loaded', 'failed'] as const satisfies readonly ReloadOutcome['kind'][];

/** The closed sets that metric labels are taken from: nothing that a tenant writes is among them. */
export function labelValues(webhooks: readonly Webhook[]): LabelValues {
  return {
    webhooks: webhooks.map(({ name }) => name),
    results: REVIEW_RESULTS,
    predictions: PREDICTION_KINDS,
    findings: Object.keys(FINDINGS),
    agreements: AGREEMENTS,
    profileStatuses: PROFILE_STATUSES,
    refreshResults: REFRESH_RESULTS,
    certificateReloadResults: RELOAD_RESULTS,
    faultOrigins: FAULT_ORIGINS,
  };
}

export interface Observed {
  readonly cache: ProfileCache;
  readonly current: () => ServingCertificate | undefined;
  readonly droppedLogLines: () => number;
  readonly connections: ObservedState['connections'];
}

/** What metrics read of the process at each scrape. */
export function observedState({ cache, current, droppedLogLines, connections }: Observed): ObservedState {
  return {
    droppedLogLines,
    connections,
    profileCount: (status) => cache.current?.profiles.filter((profile) => profile.status === status).length ?? 0,
    profilesAgeSeconds: () => (cache.status.ageMs ?? Number.POSITIVE_INFINITY) / 1_000,
    certificateExpirySeconds: () => (current()?.notAfterMs ?? 0) / 1_000,
  };
}
