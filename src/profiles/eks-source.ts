import { LRUCache } from 'lru-cache';
import type { FargateProfile } from '../fargate/profile.ts';
import type { Clock } from '../runtime/clock.ts';
import { mapConcurrently } from '../runtime/concurrency.ts';
import type { Description, EksApi } from './eks-api.ts';
import type { LoadOptions, ProfileSource } from './source.ts';

interface EksSourceOptions {
  readonly api: EksApi;
  readonly clock: Pick<Clock, 'now'>;
  /** How long the description of an ACTIVE profile is valid. */
  readonly describeIntervalMs: number;
  /** A profile could not be described again and keeps its last description. */
  readonly onDescribeFailed: (failure: DescribeFailure) => void;
}

export interface DescribeFailure {
  readonly profileName: string;
  readonly error: unknown;
}

/** EKS's rate limits are per account and not published: a handful of calls at a time stays friendly to its other users. */
const CONCURRENT_DESCRIBES = 4;

/** Far above the quota of 10 profiles a cluster, which can be raised. Beyond it profiles are described more often, and no less rightly. */
const MAX_DESCRIPTIONS = 1_000;

/**
 * The profiles that EKS lists. A profile cannot be changed, so an ACTIVE one is described once in `describeIntervalMs`;
 * one that was deleted and created again under the same name is seen then. All others are described at each load.
 */
export function createEksSource({ api, clock, describeIntervalMs, onDescribeFailed }: EksSourceOptions): ProfileSource {
  const descriptions = new LRUCache<string, Description, LoadOptions>({
    max: MAX_DESCRIPTIONS,
    ttl: describeIntervalMs,
    ttlResolution: 0,
    perf: clock,
    noDeleteOnFetchRejection: true,
    fetchMethod: (name, _last, { context }) => api.describeProfile(name, context.signal),
  });

  /** Profiles whose last description was to be replaced and could not be. */
  const owed = new Set<string>();

  async function load(options: LoadOptions): Promise<readonly FargateProfile[]> {
    const names = await api.listProfileNames(options.signal);
    forgetAllBut(new Set(names));
    const found = await mapConcurrently(names, CONCURRENT_DESCRIBES, (name) => describe(name, options));
    return found.flatMap((description) => (description.kind === 'described' ? [description.profile] : []));
  }

  function forgetAllBut(names: ReadonlySet<string>): void {
    // keys() leaves out those that are past their time, dump() does not.
    for (const [name] of descriptions.dump()) if (!names.has(name)) descriptions.delete(name);
    for (const name of owed) if (!names.has(name)) owed.delete(name);
  }

  async function describe(name: string, options: LoadOptions): Promise<Description> {
    const last = descriptions.peek(name, { allowStale: true });
    const forceRefresh = options.describeAll || owed.has(name) || !isActive(last);
    try {
      const description = await descriptions.forceFetch(name, { forceRefresh, context: options });
      owed.delete(name);
      // Nothing to fall back on, should the name be listed again.
      if (description.kind === 'gone') descriptions.delete(name);
      return description;
    } catch (error) {
      if (last === undefined || options.signal.aborted) throw error;
      owed.add(name);
      onDescribeFailed({ profileName: name, error });
      return last;
    }
  }

  return { load };
}

function isActive(description: Description | undefined): boolean {
  return description?.kind === 'described' && description.profile.status === 'ACTIVE';
}
