import type { Logger } from '../telemetry/logger.ts';
import type { ServingCertificate } from '../tls/certificate.ts';
import type { TrustBundle, TrustBundles } from '../tls/secret-store.ts';
import { trustIn } from '../tls/trust.ts';
import type { ClusterCheck } from './cluster-checks.ts';

export interface CaDriftOptions {
  readonly bundles: TrustBundles;
  /** What is served; undefined: nothing yet. */
  readonly current: () => ServingCertificate | undefined;
  readonly nowMs: () => number;
  readonly logger: Logger;
  readonly setDrift: (configuration: string, isDrifting: boolean) => void;
}

/**
 * Whether API servers trust what is served, by the `caBundle` of each of our webhook configurations. Where one says
 * `Ignore`, a wrong one is otherwise silent: pods are just no longer looked at.
 */
export function createCaDriftCheck({ bundles, current, nowMs, logger, setDrift }: CaDriftOptions): ClusterCheck {
  async function run(): Promise<'settled' | 'unsettled'> {
    const certificate = current();
    if (certificate === undefined) return 'unsettled';
    const question = { chainPem: certificate.certificatePem, nowMs: nowMs() };
    const drifts = (await bundles.read()).map((bundle) => ({ bundle, drift: findDrift(bundle, question) }));
    for (const { bundle, drift } of drifts) {
      setDrift(bundle.name, drift !== undefined);
      if (drift !== undefined) {
        logger.error({ configuration: bundle.name, ...drift }, 'caBundle does not match the served certificate');
      }
    }
    return drifts.some(({ drift }) => drift !== undefined) ? 'unsettled' : 'settled';
  }

  return { run };
}

interface Drift {
  readonly webhook: string;
  readonly reason: string;
}

interface Question {
  readonly chainPem: string;
  readonly nowMs: number;
}

/** The first webhook that does not trust the certificate: one patch puts all of them right. */
function findDrift({ webhooks }: TrustBundle, question: Question): Drift | undefined {
  for (const { name, caBundlePem } of webhooks) {
    const trust = trustIn({ ...question, caBundlePem });
    if (trust.kind === 'untrusted') return { webhook: name, reason: trust.reason };
  }
  return undefined;
}
