import type { Server } from 'node:http';
import { PROFILE_STATUSES } from '../../fargate/profile.ts';
import type { ProfileSet } from '../../fargate/profile-set.ts';
import type { ConnectionLimit } from '../../http/connection-limit.ts';
import { close, listen } from '../../http/listen.ts';
import { createHttpConnectionLimit, createHttpListener, createOpsApp } from '../../http/ops-app.ts';
import { policiesCheck } from '../../http/readiness.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { WRITE_RESULTS, type WriteResult } from '../../kubernetes/write-tally.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import { FAULT_ORIGINS, type FaultOrigin } from '../../runtime/crash.ts';
import { createLoop, type Loop } from '../../runtime/loop.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { createPolicyMetrics, type PolicyLabels, type PolicyMetrics } from '../../telemetry/policy-metrics.ts';
import { MAX_EXPRESSION_CHARACTERS, MAX_OBJECT_BYTES } from '../limits.ts';
import type { MutatingApiVersion } from '../policy-object.ts';
import { createPolicyKeeper } from './policy-keeper.ts';
import { createPolicyUpdate, UPDATE_RESULTS, type UpdateOptions, type UpdateOutcome } from './update.ts';

export interface ServedPolicies {
  /** From the begin of one update to that of the next. */
  readonly periodMs: number;
  /** Name of the ClusterRole that owns the policies; undefined: nothing does. */
  readonly owner: string | undefined;
  /** Of MutatingAdmissionPolicy. */
  readonly version: MutatingApiVersion;
  readonly opsPort: number;
  /** Of the ops port; absent: every address, IPv6 and IPv4. */
  readonly bindAddress: string | undefined;
}

export interface ServePoliciesOptions extends Pick<UpdateOptions, 'load' | 'compile'> {
  readonly config: ServedPolicies;
  /** Of this program. */
  readonly version: string;
  readonly api: KubernetesApi;
  readonly logger: Logger;
  /** Of the log; absent where its output keeps every line. */
  readonly droppedLogLines?: () => number;
  readonly clock?: Clock;
  /** Of the wall clock, in milliseconds since 1970. */
  readonly nowMs?: () => number;
}

export interface RunningPolicies {
  /** The port that is listened on. */
  readonly opsPort: number;
  countFault(origin: FaultOrigin): void;
  /** Ends an update that is under way. Resolves when nothing keeps the process alive. Called again, it is the same stop. */
  stop(): Promise<void>;
}

/** After a first failure. It doubles with each further one, up to the period. */
const FIRST_RETRY_MS = 5_000;

/** A scrape that is cut off is made again. */
const MAX_CALL_MS = 1_000;

/** Keeps the policies up to date, and serves probes and metrics. @throws ListenError */
export async function startPolicies(options: ServePoliciesOptions): Promise<RunningPolicies> {
  const { config, logger, clock = systemClock, nowMs = Date.now } = options;
  const { loop, metrics, opsServer } = createParts({ ...options, clock, nowMs });
  const opsPort = await listen(opsServer, { port: config.opsPort, address: config.bindAddress });
  logger.info({ opsPort, periodMs: config.periodMs }, 'listening');
  loop.start();
  let stopping: Promise<void> | undefined;
  return {
    opsPort,
    countFault: metrics.countFault,
    stop: () => {
      stopping ??= stop({ loop, opsServer }, logger);
      return stopping;
    },
  };
}

/** The closed sets that metric labels are taken from. */
export const POLICY_LABELS = {
  profileStatuses: PROFILE_STATUSES,
  updateResults: UPDATE_RESULTS,
  writeResults: WRITE_RESULTS,
  faultOrigins: FAULT_ORIGINS,
} as const satisfies PolicyLabels;

export const POLICY_LIMITS = { bytes: MAX_OBJECT_BYTES, characters: MAX_EXPRESSION_CHARACTERS };

type OwnMetrics = PolicyMetrics<typeof POLICY_LABELS>;

interface Parts {
  readonly loop: Loop<UpdateOutcome>;
  readonly metrics: OwnMetrics;
  readonly opsServer: Server;
}

type CompleteOptions = ServePoliciesOptions & Required<Pick<ServePoliciesOptions, 'clock' | 'nowMs'>>;

function createParts(options: CompleteOptions): Parts {
  const { config, clock, nowMs } = options;
  const { periodMs } = config;
  const connections = createHttpConnectionLimit();
  const state: ObservedState = { loaded: undefined, lastWriteMs: 0 };
  const metrics = createMetrics(options, { state, connections, ageMs: () => loop.ageMs() });
  const countWrite = (result: WriteResult): void => {
    if (result === 'written' || result === 'deleted') state.lastWriteMs = nowMs();
    metrics.countWrite(result);
  };
  const onLoad = (profiles: ProfileSet): void => {
    state.loaded = { profiles, atMs: clock.now() };
  };
  const keeper = createPolicyKeeper({ ...config, countWrite });
  const loop = createLoop({
    run: createPolicyUpdate({ ...options, metrics, keeper, onLoad }),
    pauseMs: ({ outcome, failures, durationMs }) =>
      outcome.kind === 'succeeded' || outcome.kind === 'unconfirmed'
        ? periodMs - durationMs
        : Math.min(periodMs, FIRST_RETRY_MS * 2 ** (failures - 1)),
    clock,
  });
  const check = policiesCheck({
    areInEffect: () => loop.ageMs() !== undefined,
    problem: () => loop.last()?.reason,
    areBeyondLimits: () => loop.last()?.kind === 'beyond_limits',
  });
  const opsApp = createOpsApp({ readiness: [check], scrapeMetrics: metrics.scrape });
  return { loop, metrics, opsServer: createHttpListener(opsApp, connections) };
}

interface ObservedState {
  loaded: { readonly profiles: ProfileSet; readonly atMs: number } | undefined;
  lastWriteMs: number;
}

interface Observed {
  readonly state: ObservedState;
  readonly connections: ConnectionLimit;
  readonly ageMs: () => number | undefined;
}

function createMetrics(
  { config, version, clock, droppedLogLines = () => 0 }: CompleteOptions,
  { state, connections, ageMs }: Observed,
): OwnMetrics {
  return createPolicyMetrics({
    version,
    labels: POLICY_LABELS,
    periodMs: config.periodMs,
    limits: POLICY_LIMITS,
    state: {
      profileCount: (status) => state.loaded?.profiles.profiles.filter((one) => one.status === status).length ?? 0,
      profilesAgeSeconds: () => ageSeconds(state.loaded && clock.now() - state.loaded.atMs),
      ageSeconds: () => ageSeconds(ageMs()),
      lastWriteSeconds: () => state.lastWriteMs / 1_000,
      droppedLogLines,
      connections: { ops: connections },
    },
  });
}

function ageSeconds(ageMs: number | undefined): number {
  return (ageMs ?? Number.POSITIVE_INFINITY) / 1_000;
}

async function stop({ loop, opsServer }: Pick<Parts, 'loop' | 'opsServer'>, logger: Logger): Promise<void> {
  logger.info('stopping');
  await loop.stop();
  await close(opsServer, MAX_CALL_MS);
  logger.info('stopped');
  logger.flush();
}
