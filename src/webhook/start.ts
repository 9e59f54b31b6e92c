import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { requireClientCertificate } from '../http/client-certificate.ts';
import type { ConnectionLimit } from '../http/connection-limit.ts';
import { adoptMessages } from '../http/express.ts';
import { createHttpsConnectionLimit, createHttpsListener } from '../http/https-listener.ts';
import { close, createDrain, type Drain, listen } from '../http/listen.ts';
import { createHttpConnectionLimit, createHttpListener, createOpsApp } from '../http/ops-app.ts';
import { certificateCheck, noteCheck, profilesCheck, shutdownCheck } from '../http/readiness.ts';
import { changeIdentity } from '../http/tls-identity.ts';
import type { Access } from '../kubernetes/access.ts';
import { type Clock, systemClock, waitFor } from '../runtime/clock.ts';
import type { FaultOrigin } from '../runtime/crash.ts';
import type { Config } from '../settings/config.ts';
import type { Logger, ReviewLog } from '../telemetry/logger.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import type { ServingCertificate } from '../tls/certificate.ts';
import type { ReloadOutcome } from '../tls/live-files.ts';
import { createCaDriftCheck } from './ca-drift.ts';
import { type CertificateExpiry, watchCertificateExpiry } from './certificate-expiry.ts';
import { type CertificateFeed, createCertificateFeed } from './certificate-feed.ts';
import { openClusterAccess } from './cluster-access.ts';
import { type ClusterChecks, createClusterChecks } from './cluster-checks.ts';
import type { ReviewRecord, Webhook } from './http/review-record.ts';
import { createWebhookApp } from './http/webhook-app.ts';
import { type EksWebhook, labelValues, observedState, type ServeMetrics, watchEksWebhook } from './observation.ts';
import { createProfileFeed, type ProfileFeed } from './profile-feed.ts';
import { createTrustBundles } from './self-signed-cluster.ts';
import { createWebhooks } from './webhooks.ts';

export interface ServeOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly logReview: ReviewLog;
  /** Of this program. */
  readonly version: string;
  /** By flag: what differs from the defaults, for the log. */
  readonly changedSettings?: Readonly<Record<string, string>>;
  /** Of the log; absent where its output keeps every line. */
  readonly droppedLogLines?: () => number;
  /** For the proxy that EKS is reached through, and the Kubernetes API. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  /** Standard input, of `--profiles -`: the same each time; absent where there is none. */
  readonly readInput?: () => Promise<string>;
}

export interface RunningWebhook {
  /** The ports that are listened on. */
  readonly port: number;
  readonly opsPort: number;
  /** The CA that signed the serving certificate; absent where it is not known. */
  readonly caPath: string | undefined;
  countFault(origin: FaultOrigin): void;
  /** Resolves when no call is under way any more and nothing keeps the process alive. Called again, it is the same stop. */
  stop(): Promise<void>;
}

/** A review takes milliseconds. With the default quiet period this ends within the 30 s that Kubernetes grants a pod. */
const MAX_CALL_MS = 10_000;

/**
 * Starts the whole webhook: certificate, profiles, listeners.
 *
 * @throws CertificateError, ProfileLoadError, ListenError for what the user can fix.
 */
export async function startWebhook(options: ServeOptions): Promise<RunningWebhook> {
  const { config, logger, logReview, clock = systemClock, droppedLogLines = () => 0, readInput = nothing } = options;
  const access = await openClusterAccess(options);
  const onReload = (result: ReloadOutcome['kind']): void => metrics.countCertificateReload(result);
  const certificates = await createCertificateFeed({ ...options, access, clock, onReload });
  const drain = createDrain({ quietPeriodMs: config.quietPeriodMs, wait: (delayMs) => waitFor(delayMs, clock) });
  const feed = await createProfileFeed({
    ...options,
    clock,
    readInput,
    onRefresh: ({ kind }) => metrics.countRefresh(kind),
  });
  const eksWebhook = watchEksWebhook();
  const webhooks = createWebhooks(config, { profiles: feed.cache, eksWebhook });
  const connections = { webhook: createHttpsConnectionLimit(), ops: createHttpConnectionLimit() };
  const state = observedState({ cache: feed.cache, current: certificates.current, droppedLogLines, connections });
  const metrics = createMetrics({ version: options.version, labels: labelValues(webhooks), state });
  const started = {
    config,
    logger,
    logReview,
    clock,
    certificates,
    drain,
    feed,
    webhooks,
    metrics,
    eksWebhook,
    connections,
  };
  const certificateExpiry = watchCertificateExpiry({ ...certificates, clock, nowMs: Date.now, logger });
  const parts: Parts = { ...started, certificateExpiry, clusterChecks: createChecks(started, access) };
  await feed.start();
  await certificates.start();
  const { port, opsPort, ...servers } = await startListeners(parts);
  certificateExpiry.start();
  parts.clusterChecks.start();
  logger.info(
    { port, opsPort, ...describeStart(options), certificateExpiry: expiryOf(certificates.current()) },
    'listening',
  );
  return { port, opsPort, caPath: certificates.caPath, countFault: metrics.countFault, stop: stopOnce(parts, servers) };
}

async function nothing(): Promise<string> {
  return '';
}

/** What an operator asks first: which version, what it denies, and what is set otherwise than by default. */
function describeStart({ version, config, changedSettings = {} }: ServeOptions) {
  const { profileOrigin, deniedCodes } = config;
  return { version, profileOrigin, deny: [...deniedCodes], settings: changedSettings };
}

interface Parts {
  readonly config: Config;
  readonly logger: Logger;
  readonly logReview: ReviewLog;
  readonly clock: Clock;
  readonly certificates: CertificateFeed;
  readonly certificateExpiry: CertificateExpiry;
  readonly clusterChecks: ClusterChecks;
  readonly drain: Drain;
  readonly feed: ProfileFeed;
  readonly webhooks: readonly Webhook[];
  readonly metrics: ServeMetrics;
  readonly eksWebhook: EksWebhook;
  /** By port. */
  readonly connections: { readonly webhook: ConnectionLimit; readonly ops: ConnectionLimit };
}

function createChecks(parts: Omit<Parts, 'clusterChecks' | 'certificateExpiry'>, access: Access): ClusterChecks {
  const { config, clock, logger, certificates, metrics, eksWebhook } = parts;
  return createClusterChecks({
    areWanted: config.clusterChecks,
    access,
    clock,
    logger,
    checks: (api) => [
      eksWebhook.check(api),
      createCaDriftCheck({
        bundles: createTrustBundles(api, config.webhookConfigurations),
        current: certificates.current,
        nowMs: Date.now,
        logger,
        setDrift: metrics.setCaDrift,
      }),
    ],
  });
}

interface Servers {
  readonly webhookServer: HttpsServer;
  readonly opsServer: HttpServer;
}

interface Listeners extends Servers {
  readonly port: number;
  readonly opsPort: number;
}

async function startListeners(parts: Parts): Promise<Listeners> {
  const { config, feed, certificates } = parts;
  const address = config.bindAddress;
  const opsServer = createOpsServer(parts);
  const webhookServer = createWebhookServer(parts);
  try {
    const opsPort = await listen(opsServer, { port: config.opsPort, address });
    const port = await listen(webhookServer, { port: config.port, address });
    return { webhookServer, opsServer, port, opsPort };
  } catch (error) {
    opsServer.close();
    certificates.stop();
    feed.stop();
    throw error;
  }
}

function createWebhookServer(parts: Parts): HttpsServer {
  const { config, certificates, drain, webhooks, metrics, logReview, connections } = parts;
  const onReview = (record: ReviewRecord): void => {
    metrics.countReview(record);
    logReview(record);
  };
  const app = createWebhookApp({ webhooks, isDraining: drain.isDraining, onReview });
  const clients = config.clientCertificates;
  const listener = clients === undefined ? app : requireClientCertificate({ ...clients, nowMs: Date.now }, app);
  const server = createHttpsListener(certificates.identity(), listener, {
    messages: adoptMessages(app),
    limit: connections.webhook,
  });
  certificates.onChange(() => changeIdentity(server, certificates.identity()));
  return server;
}

function createOpsServer(parts: Parts): HttpServer {
  const { config, clock, certificates, clusterChecks, drain, feed, metrics, connections } = parts;
  const startedAtMs = clock.now();
  const readiness = [
    shutdownCheck(drain.isDraining),
    profilesCheck({
      areLoaded: () => feed.cache.current !== undefined,
      problem: () => feed.cache.status.lastError?.message,
      uptimeMs: () => clock.now() - startedAtMs,
      graceMs: config.readyGraceMs,
    }),
    certificateCheck({ ...certificates, nowMs: Date.now }),
    noteCheck('cluster-checks', clusterChecks.note),
  ];
  return createHttpListener(createOpsApp({ readiness, scrapeMetrics: metrics.scrape }), connections.ops);
}

function stopOnce(parts: Parts, servers: Servers): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  return () => {
    stopping ??= stop(parts, servers);
    return stopping;
  };
}

/** Probes are answered to the end, so that readiness is seen to fail. */
async function stop(parts: Parts, { webhookServer, opsServer }: Servers): Promise<void> {
  const { certificates, certificateExpiry, clusterChecks, drain, feed, logger } = parts;
  logger.info('stopping');
  await drain.begin();
  await close(webhookServer, MAX_CALL_MS);
  clusterChecks.stop();
  certificateExpiry.stop();
  certificates.stop();
  feed.stop();
  await close(opsServer, MAX_CALL_MS);
  logger.info('stopped');
  logger.flush();
}

function expiryOf(certificate: ServingCertificate | undefined): string {
  return certificate === undefined ? 'none yet' : new Date(certificate.notAfterMs).toISOString();
}
