import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { createPodMutator } from './admission/mutate-pod.ts';
import { createProfileValidator } from './admission/validate-profile.ts';
import { createWorkloadValidator } from './admission/validate-workload.ts';
import type { Config } from './config.ts';
import type { FindingCode } from './fargate/finding.ts';
import type { ProfileCache } from './profiles/cache.ts';
import { type Clock, systemClock } from './profiles/clock.ts';
import { labelValues, observedState } from './serve/observation.ts';
import { createProfileFeed, type ProfileFeed } from './serve/profile-feed.ts';
import { createDrain, type Drain } from './server/drain.ts';
import { createHttpsListener } from './server/https-listener.ts';
import { close, listen } from './server/listen.ts';
import { createOpsApp, createOpsListener } from './server/ops-app.ts';
import { certificateCheck, profilesCheck, shutdownCheck } from './server/readiness.ts';
import type { ReviewRecord } from './server/review-record.ts';
import type { Webhook } from './server/webhook.ts';
import { createWebhookApp } from './server/webhook-app.ts';
import { type Logger, logReview } from './telemetry/logger.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';
import type { ServingCertificate } from './tls/certificate.ts';
import { loadPair } from './tls/load.ts';
import { type FolderPair, pairInFolder } from './tls/pair-in-folder.ts';

export interface ServeOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** For the proxy that EKS is reached through. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
}

export interface RunningWebhook {
  /** The ports that are listened on. */
  readonly port: number;
  readonly opsPort: number;
  /** The CA that signed the serving certificate; absent where it is not known. */
  readonly caPath: string | undefined;
  /** Resolves when no call is under way any more and nothing keeps the process alive. */
  stop(): Promise<void>;
}

/** Where the pair lies, or is made, that no flag names; relative to the working directory. */
const CERTIFICATE_FOLDER = 'certs';

/** A review takes milliseconds. With the default quiet period this ends within the 30 s that Kubernetes grants a pod. */
const LONGEST_CALL_MS = 10_000;

/**
 * Starts the whole webhook: certificate, profiles, listeners.
 *
 * @throws CertificateError, ProfileLoadError, ListenError for what the user can mend.
 */
export async function startWebhook(options: ServeOptions): Promise<RunningWebhook> {
  const { config, logger, clock = systemClock } = options;
  const { caPath, ...certificate } = await servingCertificate(config);
  const drain = createDrain({ quietPeriodMs: config.quietPeriodMs, wait: (delayMs) => waitFor(delayMs, clock) });
  const feed = createProfileFeed({ ...options, clock, onRefresh: ({ kind }) => metrics.countRefresh(kind) });
  const webhooks = createWebhooks(config, feed.cache);
  const metrics = createMetrics({ labels: labelValues(webhooks), state: observedState(feed.cache, certificate) });
  const parts: Parts = { config, logger, clock, certificate, drain, feed, webhooks, metrics };
  await feed.start();
  const listeners = await startListeners(parts);
  const { port, opsPort } = listeners;
  logger.info(
    { port, opsPort, profileOrigin: config.profileOrigin, certificateExpiry: expiryOf(certificate) },
    'listening',
  );
  return { port, opsPort, caPath, stop: () => stop(parts, listeners) };
}

interface Parts {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly certificate: ServingCertificate;
  readonly drain: Drain;
  readonly feed: ProfileFeed;
  readonly webhooks: readonly Webhook[];
  readonly metrics: Metrics;
}

/** Every webhook there is; any other path is 404. */
function createWebhooks(config: Config, profiles: ProfileCache): readonly Webhook[] {
  const { annotationPrefix, maxSelectors, maxLabels, notices, deniedCodes } = config;
  const { clusterName } = config.profileOrigin;
  const limits = { maxSelectors, maxLabels };
  const warning = { profiles, notices, deniedCodes: new Set<FindingCode>(), skipsControlled: true };
  const enforcing = { profiles, notices: 'off', deniedCodes, skipsControlled: false } as const;
  return [
    { path: '/mutate/pods', name: 'mutate-pods', handler: createPodMutator({ profiles, annotationPrefix }) },
    {
      path: '/validate/profiles',
      name: 'validate-profiles',
      handler: createProfileValidator({ profiles, limits, clusterName }),
    },
    { path: '/validate/workloads', name: 'validate-workloads', handler: createWorkloadValidator(warning) },
    { path: '/enforce/workloads', name: 'enforce-workloads', handler: createWorkloadValidator(enforcing) },
  ];
}

async function servingCertificate({ tlsFiles }: Config): Promise<FolderPair> {
  if (tlsFiles === undefined) return pairInFolder({ folder: CERTIFICATE_FOLDER, nowMs: Date.now() });
  return { ...(await loadPair(tlsFiles)), caPath: undefined };
}

interface Listeners {
  readonly webhookServer: HttpsServer;
  readonly opsServer: HttpServer;
  readonly port: number;
  readonly opsPort: number;
}

async function startListeners(parts: Parts): Promise<Listeners> {
  const { config, feed } = parts;
  const address = config.bindAddress;
  const opsServer = createOpsServer(parts);
  const webhookServer = createWebhookServer(parts);
  try {
    const opsPort = await listen(opsServer, { port: config.opsPort, address });
    const port = await listen(webhookServer, { port: config.port, address });
    return { webhookServer, opsServer, port, opsPort };
  } catch (error) {
    opsServer.close();
    feed.stop();
    throw error;
  }
}

function createWebhookServer({ certificate, drain, webhooks, metrics, logger }: Parts): HttpsServer {
  const onReview = (record: ReviewRecord): void => {
    metrics.countReview(record);
    logReview(logger, record);
  };
  return createHttpsListener(certificate, createWebhookApp({ webhooks, isDraining: drain.isDraining, onReview }));
}

function createOpsServer({ config, clock, certificate, drain, feed, metrics }: Parts): HttpServer {
  const startedAtMs = clock.now();
  const readiness = [
    shutdownCheck(drain.isDraining),
    profilesCheck({
      areLoaded: () => feed.cache.current !== undefined,
      uptimeMs: () => clock.now() - startedAtMs,
      graceMs: config.readyGraceMs,
    }),
    certificateCheck({ ...certificate, nowMs: Date.now }),
  ];
  return createOpsListener(createOpsApp({ readiness, scrapeMetrics: metrics.scrape }));
}

/** Probes are answered to the end, so that readiness is seen to fail. */
async function stop({ drain, feed, logger }: Parts, { webhookServer, opsServer }: Listeners): Promise<void> {
  logger.info('stopping');
  await drain.begin();
  await close(webhookServer, LONGEST_CALL_MS);
  feed.stop();
  await close(opsServer, LONGEST_CALL_MS);
  logger.info('stopped');
  logger.flush();
}

function waitFor(delayMs: number, clock: Clock): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  clock.setTimeout(resolve, delayMs);
  return promise;
}

function expiryOf({ notAfterMs }: ServingCertificate): string {
  return new Date(notAfterMs).toISOString();
}
