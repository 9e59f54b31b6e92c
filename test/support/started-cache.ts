import { ProfileCache, type RefreshOutcome } from '../../src/profiles/cache.ts';
import { ManualClock } from './manual-clock.ts';
import { ManualSource } from './manual-source.ts';
import { profile } from './profiles.ts';

export const MINUTE_MS = 60_000;

export const WEB = profile({ name: 'web', selectors: [{ namespace: 'shop' }] });
export const BATCH = profile({ name: 'batch', selectors: [{ namespace: 'batch' }] });

interface Settings {
  readonly random?: () => number;
  readonly refreshIntervalMs?: number;
  readonly loadTimeoutMs?: number;
}

/** A cache whose first load is under way. */
export function startCache(settings: Settings = {}) {
  const clock = new ManualClock();
  const source = new ManualSource();
  const outcomes: RefreshOutcome[] = [];
  const cache = new ProfileCache({
    source,
    clock,
    random: () => 0,
    refreshIntervalMs: MINUTE_MS,
    refreshCooldownMs: MINUTE_MS,
    loadTimeoutMs: 10 * MINUTE_MS,
    onRefresh: (outcome) => outcomes.push(outcome),
    ...settings,
  });
  return { cache, clock, source, outcomes, started: cache.start() };
}

/** A cache that has loaded WEB. */
export async function startLoadedCache(settings: Settings = {}) {
  const started = startCache(settings);
  await started.source.succeed(WEB);
  return started;
}
