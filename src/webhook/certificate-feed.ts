import { join } from 'node:path';
import type { TlsIdentity } from '../http/tls-identity.ts';
import type { Access } from '../kubernetes/access.ts';
import type { Clock } from '../runtime/clock.ts';
import type { CertificateOrigin, Config } from '../settings/config.ts';
import type { Logger } from '../telemetry/logger.ts';
import { CertificateError, type ServingCertificate } from '../tls/certificate.ts';
import { LiveFiles, type ReloadOutcome } from '../tls/live-files.ts';
import { loadClientCa, loadPair, type PairPaths } from '../tls/load.ts';
import { pairInFolder } from '../tls/pair-in-folder.ts';
import { SelfSignedCertificate, type SelfSignedEvent } from '../tls/self-signed.ts';
import { createSecretStore, createTrustBundles } from './self-signed-cluster.ts';

/** The certificate that is served, from where the configuration says, and what clients need: both as they are now. */
export interface CertificateFeed {
  /** undefined: there is none yet. */
  readonly current: () => ServingCertificate | undefined;
  /** Why the last attempt to have another one failed; undefined where it did not. */
  readonly problem: () => string | undefined;
  readonly identity: () => TlsIdentity;
  /** The CA that signed the certificate; absent where it is not known. */
  readonly caPath: string | undefined;
  /** Called each time that the identity is another. */
  readonly onChange: (listener: () => void) => void;
  /** Settles with the first attempt to have a certificate. */
  start(): Promise<void>;
  stop(): void;
}

export interface CertificateFeedOptions {
  readonly config: Pick<Config, 'certificateOrigin' | 'clientCertificates' | 'webhookConfigurations'>;
  readonly access: Access;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onReload: (result: ReloadOutcome['kind']) => void;
}

/** Where the pair lies, or is made, that no flag names; relative to the working directory. */
const CERTIFICATE_FOLDER = 'certs';

const NOT_RELOADED = 'certificate not loaded, the last one stays';

/** @throws CertificateError for files that cannot be used at the start. */
export async function createCertificateFeed(options: CertificateFeedOptions): Promise<CertificateFeed> {
  const listeners: (() => void)[] = [];
  let problem: string | undefined;
  const context: FeedContext = {
    ...options,
    onChange: () => {
      for (const listener of listeners) listener();
    },
    onReload: (outcome) => {
      problem = outcome.kind === 'failed' ? outcome.error.message : undefined;
      if (outcome.kind === 'failed') options.logger.error({ reason: problem }, NOT_RELOADED);
      options.onReload(outcome.kind);
    },
  };
  const { source, caPath } = await openSource(context);
  const clients = await openClientCa(context);
  const parts = clients === undefined ? [source] : [source, clients];
  return {
    current: () => source.current,
    problem: () => problem,
    identity: () => ({ pair: source.current, clientCaPem: clients?.current }),
    caPath,
    onChange: (listener) => listeners.push(listener),
    start: async () => {
      await Promise.all(parts.map((part) => part.start()));
    },
    stop: () => {
      for (const part of parts) part.stop();
    },
  };
}

interface FeedContext extends Omit<CertificateFeedOptions, 'onReload'> {
  readonly onChange: () => void;
  readonly onReload: (outcome: ReloadOutcome) => void;
}

interface OpenSource {
  readonly source: LiveFiles<ServingCertificate> | SelfSignedCertificate;
  readonly caPath: string | undefined;
}

async function openSource(context: FeedContext): Promise<OpenSource> {
  const origin = context.config.certificateOrigin;
  if (origin.kind === 'self-signed') return { source: openSelfSigned(origin, context), caPath: undefined };
  if (origin.kind === 'files') {
    return { source: openFiles(await loadPair(origin), origin, context), caPath: undefined };
  }
  const { caPath, ...pair } = await pairInFolder({ folder: CERTIFICATE_FOLDER, nowMs: Date.now() });
  const paths = {
    certificatePath: join(CERTIFICATE_FOLDER, 'tls.crt'),
    keyPath: join(CERTIFICATE_FOLDER, 'tls.key'),
  };
  return { source: openFiles(pair, paths, context), caPath };
}

function openFiles(initial: ServingCertificate, paths: PairPaths, context: FeedContext): LiveFiles<ServingCertificate> {
  const { clock, logger, onReload } = context;
  const source = new LiveFiles({
    initial,
    paths: [paths.certificatePath, paths.keyPath],
    read: () => loadPair(paths),
    clock,
    onOutcome: (outcome) => {
      onReload(outcome);
      if (outcome.kind === 'loaded') announce(source.current, context);
    },
    onUnwatched: (error) => logger.warn({ reason: error.message }, 'certificate not watched, read every minute only'),
  });
  return source;
}

function announce(certificate: ServingCertificate | undefined, { logger, onChange }: FeedContext): void {
  onChange();
  if (certificate === undefined) return;
  const { serialNumber, notAfterMs } = certificate;
  logger.info({ serialNumber, certificateExpiry: new Date(notAfterMs).toISOString() }, 'certificate loaded');
}

function openSelfSigned(
  origin: Extract<CertificateOrigin, { kind: 'self-signed' }>,
  context: FeedContext,
): SelfSignedCertificate {
  const { access, clock, config } = context;
  if (access.kind === 'none') {
    throw new CertificateError(`--self-signed keeps its certificate in a Secret, and there is ${access.reason}`);
  }
  const source = new SelfSignedCertificate({
    store: createSecretStore(access.api, origin.secret),
    bundles: createTrustBundles(access.api, config.webhookConfigurations),
    hosts: origin.hosts,
    clock,
    nowMs: Date.now,
    onEvent: (event) => tellSelfSigned(event, source, context),
  });
  return source;
}

function tellSelfSigned(event: SelfSignedEvent, source: SelfSignedCertificate, context: FeedContext): void {
  const { logger, onReload } = context;
  switch (event.kind) {
    case 'served':
      onReload({ kind: 'loaded' });
      announce(source.current, context);
      break;
    case 'issued':
      logger.info({ what: event.what, reason: event.reason }, 'certificate issued into the Secret');
      break;
    case 'bundle-written':
      logger.info({ configuration: event.configuration }, 'caBundle of webhook configuration written');
      break;
    case 'failed':
      onReload(event);
  }
}

async function openClientCa(context: FeedContext): Promise<LiveFiles<string> | undefined> {
  const { config, clock, logger, onChange } = context;
  if (config.clientCertificates === undefined) return undefined;
  const { caPath } = config.clientCertificates;
  return new LiveFiles({
    initial: await loadClientCa(caPath),
    paths: [caPath],
    read: () => loadClientCa(caPath),
    clock,
    onOutcome: (outcome) => {
      if (outcome.kind === 'failed') logger.error({ reason: outcome.error.message }, 'client CAs not loaded');
      else onChange();
    },
    onUnwatched: (error) => logger.warn({ reason: error.message }, 'client CAs not watched, read every minute only'),
  });
}
