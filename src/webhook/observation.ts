import { AGREEMENTS } from '../fargate/eks-decision.ts';
import { FINDINGS, type FindingCode, isFindingCode } from '../fargate/finding.ts';
import { PREDICTION_KINDS } from '../fargate/prediction.ts';
import { PROFILE_STATUSES } from '../fargate/profile.ts';
import { type KubernetesApi, objectIn } from '../kubernetes/api.ts';
import type { ProfileCache, RefreshOutcome } from '../profiles/cache.ts';
import { FAULT_ORIGINS } from '../runtime/crash.ts';
import type { LabelValues, Metrics, ObservedState } from '../telemetry/metrics.ts';
import type { ServingCertificate } from '../tls/certificate.ts';
import type { ReloadOutcome } from '../tls/live-files.ts';
import type { ClusterCheck } from './cluster-checks.ts';
import { REVIEW_RESULTS, type Webhook } from './http/review-record.ts';

const REFRESH_RESULTS = ['loaded', 'failed'] as const satisfies readonly RefreshOutcome['kind'][];
const RELOAD_RESULTS = ['loaded', 'failed'] as const satisfies readonly ReloadOutcome['kind'][];

const FINDING_CODES: readonly FindingCode[] = Object.keys(FINDINGS).filter(isFindingCode);

/** The closed sets that metric labels are taken from: nothing that a tenant writes is among them. */
export function labelValues(webhooks: readonly Webhook[]) {
  return {
    webhooks: webhooks.map(({ name }) => name),
    results: REVIEW_RESULTS,
    predictions: PREDICTION_KINDS,
    findings: FINDING_CODES,
    agreements: AGREEMENTS,
    profileStatuses: PROFILE_STATUSES,
    refreshResults: REFRESH_RESULTS,
    certificateReloadResults: RELOAD_RESULTS,
    faultOrigins: FAULT_ORIGINS,
  } satisfies LabelValues;
}

export type ServeMetrics = Metrics<ReturnType<typeof labelValues>>;

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

/** EKS's own webhook, which decides about a pod before we see it (seen on every EKS cluster with a Fargate profile). */
export const EKS_WEBHOOK = '0500-amazon-eks-fargate-mutation.amazonaws.com';

const PATH = `/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/${EKS_WEBHOOK}`;

export interface EksWebhook {
  /** As it was when it was last looked up; false before. Without it, a pod that EKS left alone says nothing. */
  isPresent(): boolean;
  check(api: KubernetesApi): ClusterCheck;
}

export function watchEksWebhook(): EksWebhook {
  let isPresent = false;

  async function lookUp(api: KubernetesApi): Promise<'settled'> {
    const answer = await api.send({ method: 'GET', path: PATH });
    if (answer.status !== 404) objectIn(answer, `read MutatingWebhookConfiguration ${EKS_WEBHOOK}`);
    isPresent = answer.status !== 404;
    return 'settled';
  }

  return { isPresent: () => isPresent, check: (api) => ({ run: () => lookUp(api) }) };
}
