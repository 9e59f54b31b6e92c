import type { Clock, Timer } from '../runtime/clock.ts';
import { checkPair, readCertificates, type ServingCertificate } from './certificate.ts';
import type { SecretStore, StoredSecret, TrustBundle, TrustBundles } from './secret-store.ts';
import { carryOut, planFor, type SelfSigned } from './self-signed-plan.ts';
import { isSignedBy, type TrustQuestion, trustIn } from './trust.ts';

export interface SelfSignedCertificateOptions {
  readonly store: SecretStore;
  readonly bundles: TrustBundles;
  /** Names that the certificate is for. */
  readonly hosts: readonly [string, ...string[]];
  readonly clock: Clock;
  /** By the wall clock: certificates end at dates. */
  readonly nowMs: () => number;
  readonly onEvent: (event: SelfSignedEvent) => void;
}

export type SelfSignedEvent =
  /** Another certificate is served from now on. */
  | { readonly kind: 'served' }
  | { readonly kind: 'issued'; readonly what: 'certificate' | 'authority'; readonly reason: string }
  | { readonly kind: 'bundle-written'; readonly configuration: string }
  /** What was served before is served on. */
  | { readonly kind: 'failed'; readonly error: Error };

/** How long the Secret and the configurations can be wrong unseen. */
const INTERVAL_MS = 30_000;

/** Without a certificate nothing else can be done, so that this is worth more calls. */
const FIRST_INTERVAL_MS = 2_000;

/** API servers learn of a changed configuration by a watch, within a second or so; this leaves room for a slow one. */
const PROPAGATION_MS = 10_000;

/** Each conflict means that another replica got on; more than a few in a row is not about replicas. */
const MAX_ATTEMPTS = 5;

/**
 * A certificate that the replicas make themselves, and share through one Secret; and the `caBundle` that makes API servers
 * trust it. All replicas do the same: the first to replace the Secret decides for all.
 */
export class SelfSignedCertificate {
  readonly #options: SelfSignedCertificateOptions;
  #served: ServingCertificate | undefined;
  #rememberedCaPem = '';
  /** Since when the configurations are known to trust the certificate that waits to be served. */
  #trustedSince: { readonly certificatePem: string; readonly ms: number } | undefined;
  #next: Timer | undefined;
  #isStopped = false;

  constructor(options: SelfSignedCertificateOptions) {
    this.#options = options;
  }

  /** undefined: there is none yet. */
  get current(): ServingCertificate | undefined {
    return this.#served;
  }

  /** Settles with the first attempt, failed or not, and goes on until stop(). */
  async start(): Promise<void> {
    await this.#attempt();
    if (this.#isStopped) return;
    this.#next = this.#options.clock.setTimeout(() => void this.start(), this.#pauseMs());
  }

  stop(): void {
    this.#isStopped = true;
    this.#next?.cancel();
  }

  async #attempt(): Promise<void> {
    try {
      await this.#reconcile();
    } catch (error) {
      this.#report({ kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  async #reconcile(): Promise<void> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const content = await this.#settle();
      if (content === undefined) continue;
      this.#serve(content);
      return;
    }
    throw new Error(`the Secret or a webhook configuration changed ${MAX_ATTEMPTS} times while it was written`);
  }

  /**
   * Brings the Secret and then the configurations in order; undefined where somebody else wrote meanwhile.
   *
   * The configurations are read before the Secret, and written only where they are still what was read: so a replica that has
   * an older Secret in mind can never take back the CAs of a newer one.
   */
  async #settle(): Promise<SelfSigned | undefined> {
    const bundles = await this.#options.bundles.read();
    const content = await this.#settleSecret(await this.#options.store.readOrCreate());
    if (content === undefined) return undefined;
    this.#rememberedCaPem = content.caBundlePem;
    for (const bundle of bundles) {
      if (!(await this.#settleBundle(bundle, content.caBundlePem))) return undefined;
    }
    return content;
  }

  async #settleSecret(secret: StoredSecret): Promise<SelfSigned | undefined> {
    const { hosts } = this.#options;
    const nowMs = this.#options.nowMs();
    const plan = planFor(secret, { nowMs, hosts, rememberedCaPem: this.#rememberedCaPem });
    const content = await carryOut(plan, { nowMs, hosts });
    if (plan.kind === 'keep') return content;
    if ((await secret.replace(content)) === 'conflict') return undefined;
    const what = plan.kind === 'issue-authority' ? 'authority' : 'certificate';
    this.#report({ kind: 'issued', what, reason: plan.reason });
    return content;
  }

  async #settleBundle(bundle: TrustBundle, caBundlePem: string): Promise<boolean> {
    if (bundle.webhooks.every((webhook) => holdSameCertificates(webhook.caBundlePem, caBundlePem))) return true;
    if ((await bundle.write(caBundlePem)) === 'conflict') return false;
    this.#report({ kind: 'bundle-written', configuration: bundle.name });
    return true;
  }

  /** One of a CA that is new to the API servers waits until they have learned of it; the old one is trusted meanwhile. */
  #serve(content: SelfSigned): void {
    const { certificatePem, keyPem } = content;
    if (certificatePem === this.#served?.certificatePem) return;
    if (!this.#isKnownEverywhere(content)) return;
    this.#served = checkPair({ certificatePem, keyPem }, { certificate: 'tls.crt of the Secret', key: 'its tls.key' });
    this.#trustedSince = undefined;
    this.#report({ kind: 'served' });
  }

  #isKnownEverywhere({ certificatePem, caBundlePem }: SelfSigned): boolean {
    const served = this.#served;
    if (served === undefined || !isOfUse(served, { caBundlePem, nowMs: this.#options.nowMs() })) return true;
    if (haveOneIssuer(served.certificatePem, certificatePem, caBundlePem)) return true;
    const ms = this.#options.clock.now();
    if (this.#trustedSince?.certificatePem !== certificatePem) this.#trustedSince = { certificatePem, ms };
    return ms - this.#trustedSince.ms >= PROPAGATION_MS;
  }

  #pauseMs(): number {
    if (this.#served === undefined) return FIRST_INTERVAL_MS;
    return this.#trustedSince === undefined ? INTERVAL_MS : PROPAGATION_MS;
  }

  #report(event: SelfSignedEvent): void {
    if (!this.#isStopped) this.#options.onEvent(event);
  }
}

/** Whether API servers can still make something of it. */
function isOfUse(served: ServingCertificate, { caBundlePem, nowMs }: Omit<TrustQuestion, 'chainPem'>): boolean {
  const isValid = served.notBeforeMs <= nowMs && nowMs <= served.notAfterMs;
  return isValid && trustIn({ chainPem: served.certificatePem, caBundlePem, nowMs }).kind === 'trusted';
}

function haveOneIssuer(onePem: string, otherPem: string, caBundlePem: string): boolean {
  const certificates = [...readCertificates(onePem), ...readCertificates(otherPem)];
  return readCertificates(caBundlePem).some((ca) => certificates.every((certificate) => isSignedBy(certificate, ca)));
}

function holdSameCertificates(onePem: string, otherPem: string): boolean {
  const [one, other] = [onePem, otherPem].map((pem) =>
    readCertificates(pem)
      .map(({ fingerprint256 }) => fingerprint256)
      .toSorted(),
  );
  return one?.join() === other?.join();
}
