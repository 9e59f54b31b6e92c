import { ProfileCache, type RefreshOutcome } from '../profiles/cache.ts';
import type { DescribeFailure } from '../profiles/eks-source.ts';
import type { ProfileSource } from '../profiles/source.ts';
import type { Clock, Timer } from '../runtime/clock.ts';
import { type FileWatch, watchFiles } from '../runtime/file-watch.ts';
import type { Config, ProfileOrigin } from '../settings/config.ts';
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
  /** Standard input, of `--profiles -`: the same each time. */
  readonly readInput: () => Promise<string>;
}

/** EKS answers in well under a second; this leaves room for the SDK's three attempts. */
const EKS_CALL_TIMEOUT_MS = 15_000;

/** For all calls of one load together: as long as the pause between two loads is by default. */
const LOAD_TIMEOUT_MS = 60_000;

export async function createProfileFeed(options: ProfileFeedOptions): Promise<ProfileFeed> {
  const { profileOrigin } = options.config;
  const cache = await createCache(options);
  let watch: FileWatch | undefined;
  let grace: Timer | undefined;

  async function start(): Promise<void> {
    const firstLoad = cache.start();
    if (profileOrigin.kind === 'eks') {
      grace = warnAfterGrace(cache, options);
      return;
    }
    if (profileOrigin.path !== '-') watch = watchProfileFiles(profileOrigin.path, cache, options);
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

async function createCache(options: ProfileFeedOptions): Promise<ProfileCache> {
  const { config, clock, logger, onRefresh } = options;
  const log = refreshLog(logger);
  return new ProfileCache({
    source: await createSource(options),
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

/** Files need no AWS SDK, and EKS no reader of YAML: only what is asked for is loaded. */
function createSource(options: ProfileFeedOptions): Promise<ProfileSource> {
  const { profileOrigin } = options.config;
  return profileOrigin.kind === 'files' ? fileSource(profileOrigin, options) : eksSource(profileOrigin, options);
}

async function fileSource(
  origin: Extract<ProfileOrigin, { kind: 'files' }>,
  { logger, readInput }: ProfileFeedOptions,
): Promise<ProfileSource> {
  const { createFileSource } = await import('../profiles/file-source.ts');
  const onForeignProfile = (profile: object) => logger.warn(profile, 'profile of another cluster ignored');
  const onImpossibleSelector = (selector: object) => logger.warn(selector, 'selector that takes no pod');
  const onUnreadProfile = (reason: string) => logger.warn({ reason }, 'profile that is not read');
  return createFileSource({ ...origin, readInput, onForeignProfile, onImpossibleSelector, onUnreadProfile });
}

async function eksSource(
  { clusterName }: Extract<ProfileOrigin, { kind: 'eks' }>,
  { config: { describeIntervalMs }, clock, logger, environment }: ProfileFeedOptions,
): Promise<ProfileSource> {
  const [{ createEksApi }, { createEksSource }] = await Promise.all([
    import('../profiles/eks-api.ts'),
    import('../profiles/eks-source.ts'),
  ]);
  const callTimeoutMs = EKS_CALL_TIMEOUT_MS;
  const api = createEksApi({ clusterName, clock, callTimeoutMs, proxyEnvironment: environment });
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

/** Every failed load is logged; a successful one only where it is the first, or the first after a failure. */
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
