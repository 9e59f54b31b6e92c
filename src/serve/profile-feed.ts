import type { Config } from '../config.ts';
import { ProfileCache, type RefreshOutcome } from '../profiles/cache.ts';
import { createEksApi } from '../profiles/eks-api.ts';
import { createEksSource, type DescribeFailure } from '../profiles/eks-source.ts';
import { createFileSource } from '../profiles/file-source.ts';
import type { ProfileSource } from '../profiles/source.ts';
import type { Clock, Timer } from '../runtime/clock.ts';
import { type FileWatch, watchFiles } from '../runtime/file-watch.ts';
import type { Logger } from '../telemetry/logger.ts';

/** The profiles of one configuration, from where it says. */
export interface ProfileFeed {
  readonly cache: ProfileCache;
  /**
   * Resolves at once for EKS, which may be out of reach for now and is tried again; files are here or are not.
   *
   * @throws ProfileLoadError when files cannot be read.
   */
  start(): Promise<void>;
  stop(): void;
}

export interface ProfileFeedOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For the proxy that EKS is reached through. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onRefresh: (outcome: RefreshOutcome) => void;
}

/** EKS answers in well under a second; this leaves room for the SDK's three attempts. */
const EKS_CALL_TIMEOUT_MS = 15_000;

/** For all calls of one load together: as long as the pause between two loads is by default. */
const LOAD_TIMEOUT_MS = 60_000;

export function createProfileFeed(options: ProfileFeedOptions): ProfileFeed {
  const { profileOrigin } = options.config;
  const cache = createCache(options);
  let watch: FileWatch | undefined;
  let grace: Timer | undefined;

  async function start(): Promise<void> {
    const firstLoad = cache.start();
    if (profileOrigin.kind === 'eks') {
      grace = warnAfterGrace(cache, options);
      return;
    }
    watch = watchProfileFiles(profileOrigin.path, cache, options);
    await firstLoad;
    const { lastError } = cache.status;
    if (lastError === undefined) return;
    stop();
    throw lastError;
  }

  function stop(): void {
    grace?.cancel();
    watch?.stop();
    cache.stop();
  }

  return { cache, start, stop };
}

function createCache(options: ProfileFeedOptions): ProfileCache {
  const { config, clock, logger, onRefresh } = options;
  const log = refreshLog(logger);
  return new ProfileCache({
    source: createSource(options),
    clock,
    random: Math.random,
    refreshIntervalMs: config.refreshIntervalMs,
    refreshCooldownMs: config.refreshCooldownMs,
    loadTimeoutMs: LOAD_TIMEOUT_MS,
    onRefresh: (outcome) => {
      log(outcome);
      onRefresh(outcome);
    },
  });
}

function createSource({ config, clock, logger, environment }: ProfileFeedOptions): ProfileSource {
  const { profileOrigin: origin, describeIntervalMs } = config;
  if (origin.kind === 'files') {
    const onForeignProfile = (profile: object) => logger.warn(profile, 'profile of another cluster ignored');
    return createFileSource({ ...origin, onForeignProfile });
  }
  const api = createEksApi({
    clusterName: origin.clusterName,
    clock,
    callTimeoutMs: EKS_CALL_TIMEOUT_MS,
    proxyEnvironment: environment,
  });
  const onDescribeFailed = ({ profileName, error }: DescribeFailure) =>
    logger.warn({ profileName, reason: reasonOf(error) }, 'profile not described, its last description stays');
  return createEksSource({ api, clock, describeIntervalMs, onDescribeFailed });
}

function watchProfileFiles(path: string, cache: ProfileCache, { clock, logger }: ProfileFeedOptions): FileWatch {
  return watchFiles({
    path,
    clock,
    onChange: () => cache.reload(),
    onError: (error) => logger.warn({ reason: error.message }, 'profile files not watched, read at each refresh only'),
  });
}

/** The webhook is ready from then on, and should not be quiet about what it does not know. */
function warnAfterGrace(cache: ProfileCache, { config, clock, logger }: ProfileFeedOptions): Timer {
  const { readyGraceMs } = config;
  return clock.setTimeout(() => {
    if (cache.current === undefined) logger.warn({ readyGraceMs }, 'ready without profiles: predictions are unknown');
  }, readyGraceMs);
}

/** A load that fails is always told; one that succeeds where it is the first, or the first after a failure. */
function refreshLog(logger: Logger): (outcome: RefreshOutcome) => void {
  let isHealthy = false;
  return (outcome) => {
    const { durationMs } = outcome;
    if (outcome.kind === 'failed') {
      logger.warn({ reason: outcome.error.message, durationMs }, 'profiles not loaded');
    } else {
      const count = outcome.profiles.profiles.length;
      logger[isHealthy ? 'debug' : 'info']({ count, durationMs }, 'profiles loaded');
    }
    isHealthy = outcome.kind === 'loaded';
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
