import type { Clock, Timer } from './clock.ts';

/** How one run has ended. */
export interface RunOutcome {
  readonly kind: string;
  /** Why it failed, on one line; absent where it did not. */
  readonly reason?: string | undefined;
}

export interface LoopOptions<Outcome extends RunOutcome> {
  /** Once; the signal ends it early. Rejects only on a fault of our own, which no code catches. */
  readonly run: (signal: AbortSignal) => Promise<Outcome>;
  /** From the end of a run to the begin of the next; less than 0 is none. */
  readonly pauseMs: (ended: EndedRun<Outcome>) => number;
  readonly clock: Clock;
}

export interface EndedRun<Outcome extends RunOutcome> {
  readonly outcome: Outcome;
  readonly durationMs: number;
  /** In a row, with this one; 0 where it did not fail. */
  readonly failures: number;
  /** Whether any has not failed. */
  readonly hasSucceeded: boolean;
}

/** Repeats its run; there are never two at once. */
export interface Loop<Outcome extends RunOutcome> {
  /** Milliseconds since the last run that did not fail began; undefined before the first. */
  ageMs(): number | undefined;
  /** Undefined before the first. */
  last(): Outcome | undefined;
  /** Begins at once. */
  start(): void;
  /** Ends the run that is under way. Resolves when there is none any more. */
  stop(): Promise<void>;
}

export function createLoop<Outcome extends RunOutcome>({ run, pauseMs, clock }: LoopOptions<Outcome>): Loop<Outcome> {
  let succeededAtMs: number | undefined;
  let last: Outcome | undefined;
  let failures = 0;
  let next: Timer | undefined;
  let isStopped = false;
  let underWay: { readonly ending: AbortController; readonly end: Promise<void> } | undefined;

  function begin(): void {
    // One for each run: what listens to a signal that lasts for months piles up.
    const ending = new AbortController();
    underWay = { ending, end: runOnce(ending.signal) };
  }

  async function runOnce(signal: AbortSignal): Promise<void> {
    const beganAtMs = clock.now();
    const outcome = await run(signal);
    if (isStopped) return;
    last = outcome;
    failures = outcome.reason === undefined ? 0 : failures + 1;
    if (failures === 0) succeededAtMs = beganAtMs;
    const durationMs = clock.now() - beganAtMs;
    const delayMs = pauseMs({ outcome, durationMs, failures, hasSucceeded: succeededAtMs !== undefined });
    next = clock.setTimeout(begin, Math.max(0, delayMs));
  }

  async function stop(): Promise<void> {
    isStopped = true;
    next?.cancel();
    underWay?.ending.abort();
    await underWay?.end;
  }

  const ageMs = () => (succeededAtMs === undefined ? undefined : clock.now() - succeededAtMs);
  return { ageMs, last: () => last, start: begin, stop };
}
