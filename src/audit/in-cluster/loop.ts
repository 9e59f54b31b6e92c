import type { Clock, Timer } from '../../runtime/clock.ts';

export const AUDIT_RESULTS = ['succeeded', 'incomplete', 'failed'] as const;

export type AuditOutcome =
  /** There is a report; `incomplete`: of what could be read. */
  | { readonly kind: 'succeeded' | 'incomplete' }
  /** `reason` is one line. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface AuditLoopOptions {
  /** Once; the signal ends it early. Rejects only on a fault of our own, which no code catches. */
  readonly audit: (signal: AbortSignal) => Promise<AuditOutcome>;
  /** From the begin of one audit to that of the next. */
  readonly periodMs: number;
  readonly clock: Clock;
}

/** Repeats an audit; there are never two at once. */
export interface AuditLoop {
  /** Milliseconds since the last audit that did not fail began; undefined before the first. */
  ageMs(): number | undefined;
  /** Why the last audit failed; undefined where it did not. */
  problem(): string | undefined;
  /** Begins at once. */
  start(): void;
  /** Ends the audit that is under way. Resolves when there is none any more. */
  stop(): Promise<void>;
}

/** Until the first report, so that a fixed permission shows soon. */
const FIRST_RETRY_MS = 60_000;

export function createAuditLoop({ audit, periodMs, clock }: AuditLoopOptions): AuditLoop {
  let reportedAtMs: number | undefined;
  let problem: string | undefined;
  let next: Timer | undefined;
  let isStopped = false;
  let underWay: { readonly ending: AbortController; readonly end: Promise<void> } | undefined;

  function begin(): void {
    // One for each audit: what listens to a signal that lasts for months piles up.
    const ending = new AbortController();
    underWay = { ending, end: run(ending.signal) };
  }

  async function run(signal: AbortSignal): Promise<void> {
    const beganAtMs = clock.now();
    const outcome = await audit(signal);
    if (isStopped) return;
    problem = outcome.kind === 'failed' ? outcome.reason : undefined;
    if (outcome.kind !== 'failed') reportedAtMs = beganAtMs;
    const pauseMs = reportedAtMs === undefined ? Math.min(periodMs, FIRST_RETRY_MS) : periodMs;
    next = clock.setTimeout(begin, Math.max(0, beganAtMs + pauseMs - clock.now()));
  }

  async function stop(): Promise<void> {
    isStopped = true;
    next?.cancel();
    underWay?.ending.abort();
    await underWay?.end;
  }

  const ageMs = () => (reportedAtMs === undefined ? undefined : clock.now() - reportedAtMs);
  return { ageMs, problem: () => problem, start: begin, stop };
}
