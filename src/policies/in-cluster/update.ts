import type { ProfileSet } from '../../fargate/profile-set.ts';
import { abortableApi, type KubernetesApi } from '../../kubernetes/api.ts';
import { ClusterError } from '../../kubernetes/cluster-error.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { type PolicySize, policyProblems, sizeOf } from '../limits.ts';
import type { PolicyObject } from '../policy-object.ts';
import type { PolicyKeeper } from './policy-keeper.ts';

/** Each also a label value of a metric. */
export const UPDATE_RESULTS = ['succeeded', 'unconfirmed', 'beyond_limits', 'failed'] as const;

export type UpdateOutcome =
  /** What the API server holds is what the profiles make. */
  | { readonly kind: 'succeeded'; readonly reason?: undefined }
  /**
   * The last policies stay. `unconfirmed`: no profile is listed any more; `beyond_limits`: the API server would refuse the
   * policies. `reason` is one line.
   */
  | { readonly kind: 'unconfirmed' | 'beyond_limits' | 'failed'; readonly reason: string };

/** The profiles as they are now. @throws ProfileLoadError, ClusterError, and the signal's reason once that is aborted. */
export type LoadProfiles = (api: KubernetesApi, signal: AbortSignal) => Promise<ProfileSet>;

export interface UpdateOptions {
  readonly load: LoadProfiles;
  readonly onLoad: (profiles: ProfileSet) => void;
  readonly compile: (profiles: ProfileSet) => readonly PolicyObject[];
  readonly api: KubernetesApi;
  readonly keeper: PolicyKeeper;
  readonly metrics: UpdateMetrics;
  readonly logger: Logger;
  readonly clock: Pick<Clock, 'now'>;
}

export interface UpdateMetrics {
  showSize(size: PolicySize): void;
  countUpdate(result: UpdateOutcome['kind']): void;
}

/**
 * How often in a row a source has to list no profile at all before it is believed. A cluster that had profiles and has none
 * is rare, and a list that is empty by a fault would take the prediction from every pod.
 */
const MIN_EMPTY_LISTS = 3;

/** The work of each period: profiles, policies, and what differs in the cluster. */
export function createPolicyUpdate(options: UpdateOptions): (signal: AbortSignal) => Promise<UpdateOutcome> {
  const { metrics, logger, clock } = options;
  const log = updateLog(logger);
  let emptyLists = 0;

  async function update(signal: AbortSignal): Promise<Updated> {
    const api = abortableApi(options.api, signal);
    const profiles = await options.load(api, signal);
    options.onLoad(profiles);
    const count = profiles.profiles.length;
    emptyLists = count === 0 ? emptyLists + 1 : 0;
    if (count === 0 && emptyLists < MIN_EMPTY_LISTS) {
      const reason = `no profile is listed: policies change once that is so ${MIN_EMPTY_LISTS} times in a row`;
      return { outcome: { kind: 'unconfirmed', reason } };
    }
    return { profiles: count, ...(await put(profiles, api, options)) };
  }

  return async (signal) => {
    const beganAtMs = clock.now();
    try {
      const updated = await update(signal);
      metrics.countUpdate(updated.outcome.kind);
      log(updated, clock.now() - beganAtMs);
      return updated.outcome;
    } catch (error) {
      if (signal.aborted) return { kind: 'failed', reason: 'stopped' };
      if (!(error instanceof ProfileLoadError || error instanceof ClusterError)) throw error;
      const outcome = { kind: 'failed', reason: error.message } as const;
      metrics.countUpdate(outcome.kind);
      log({ outcome }, clock.now() - beganAtMs);
      return outcome;
    }
  };
}

interface Updated {
  readonly outcome: UpdateOutcome;
  readonly profiles?: number;
  readonly writes?: Awaited<ReturnType<PolicyKeeper['keep']>>['counts'];
}

async function put(
  profiles: ProfileSet,
  api: KubernetesApi,
  { compile, keeper, metrics }: UpdateOptions,
): Promise<Updated> {
  const objects = compile(profiles);
  metrics.showSize(sizeOf(objects));
  const [problem, ...others] = policyProblems(profiles, objects);
  if (problem !== undefined) {
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    return { outcome: { kind: 'beyond_limits', reason: `${problem}${more}` } };
  }
  const { counts: writes, problem: reason } = await keeper.keep(objects, api);
  return { writes, outcome: reason === undefined ? { kind: 'succeeded' } : { kind: 'failed', reason } };
}

/** Every update that did not succeed is logged; one that did where it has changed something or is the first after a failure. */
function updateLog(logger: Logger): (updated: Updated, durationMs: number) => void {
  let isHealthy = false;
  return ({ outcome: { kind, reason }, profiles, writes = {} }, durationMs) => {
    const figures = { profiles, writes, durationMs: Math.round(durationMs) };
    if (reason !== undefined) {
      logger.warn({ result: kind, reason, ...figures }, 'policies not updated');
    } else {
      const isNews = !isHealthy || Object.keys(writes).length > 0;
      logger[isNews ? 'info' : 'debug'](figures, 'policies');
    }
    isHealthy = reason === undefined;
  };
}
