import type { Clock } from '../../runtime/clock.ts';
import { createLoop, type Loop } from '../../runtime/loop.ts';

export const AUDIT_RESULTS = ['succeeded', 'incomplete', 'failed'] as const;

export type AuditOutcome =
  /** There is a report; `incomplete`: of what could be read. */
  | { readonly kind: 'succeeded' | 'incomplete'; readonly reason?: undefined }
  /** `reason` is one line. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface AuditLoopOptions {
  /** Once; the signal ends it early. Rejects only on a fault of our own, which no code catches. */
  readonly audit: (signal: AbortSignal) => Promise<AuditOutcome>;
  /** From the begin of one audit to that of the next. */
  readonly periodMs: number;
  readonly clock: Clock;
}

export type AuditLoop = Loop<AuditOutcome>;

/** Until the first report, so that a fixed permission shows soon. */
const FIRST_RETRY_MS = 60_000;

/** Repeats an audit. */
export function createAuditLoop({ audit, periodMs, clock }: AuditLoopOptions): AuditLoop {
  return createLoop({
    run: audit,
    pauseMs: ({ hasSucceeded, durationMs }) =>
      (hasSucceeded ? periodMs : Math.min(periodMs, FIRST_RETRY_MS)) - durationMs,
    clock,
  });
}
