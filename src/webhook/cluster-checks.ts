import type { Access } from '../kubernetes/access.ts';
import type { KubernetesApi } from '../kubernetes/api.ts';
import type { Clock, Timer } from '../runtime/clock.ts';
import type { Logger } from '../telemetry/logger.ts';

/** Something that is looked up in the Kubernetes API now and then, and never in a review. */
export interface ClusterCheck {
  /** `unsettled`: worth another look soon. Rejects where the cluster does not answer. */
  run(): Promise<'settled' | 'unsettled'>;
}

export interface ClusterChecksOptions {
  /** As the user wants it. */
  readonly areWanted: boolean;
  readonly access: Access;
  readonly checks: (api: KubernetesApi) => readonly ClusterCheck[];
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface ClusterChecks {
  /** What there is to know about them beside that all is well. */
  note(): string | undefined;
  /** Runs them in the background: at once, and then every hour. */
  start(): void;
  stop(): void;
}

const INTERVAL_MS = 3_600_000;

/** While something is wrong or changing, so that a fix shows soon. */
const UNSETTLED_INTERVAL_MS = 60_000;

export function createClusterChecks(options: ClusterChecksOptions): ClusterChecks {
  const { areWanted, access, clock, logger } = options;
  if (!areWanted) return without('switched off');
  if (access.kind === 'none') return without(`skipped, ${access.reason}`);
  const checks = options.checks(access.api);
  let next: Timer | undefined;
  let isStopped = false;
  let note: string | undefined = 'not done yet';

  async function run(): Promise<void> {
    const { isSettled, problem } = await runAll(checks, logger);
    if (isStopped) return;
    note = problem;
    next = clock.setTimeout(() => void run(), isSettled ? INTERVAL_MS : UNSETTLED_INTERVAL_MS);
  }

  function stop(): void {
    isStopped = true;
    next?.cancel();
  }

  return { note: () => note, start: () => void run(), stop };
}

function without(note: string): ClusterChecks {
  return { note: () => note, start: () => undefined, stop: () => undefined };
}

interface Result {
  readonly isSettled: boolean;
  readonly problem: string | undefined;
}

/** Each of them, whatever becomes of the others. */
async function runAll(checks: readonly ClusterCheck[], logger: Logger): Promise<Result> {
  let isSettled = true;
  let problem: string | undefined;
  for (const check of checks) {
    try {
      if ((await check.run()) === 'unsettled') isSettled = false;
    } catch (error) {
      isSettled = false;
      problem = error instanceof Error ? error.message : String(error);
      logger.warn({ reason: problem }, 'cluster check failed');
    }
  }
  return { isSettled, problem };
}
