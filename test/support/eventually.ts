import { setTimeout as sleep } from 'node:timers/promises';

export interface EventuallyOptions {
  readonly timeoutMs?: number;
  /** Between two checks at most. */
  readonly maxPauseMs?: number;
}

const TIMEOUT_MS = 60_000;
/** The pause doubles from one check to the next: what is soon true costs no wait, and what takes long costs few checks. */
const FIRST_PAUSE_MS = 1;
/** A check may be a process of kubectl. */
const MAX_PAUSE_MS = 250;
/** A condition costs nothing. */
const MAX_PAUSE_OF_CONDITION_MS = 4;

/**
 * Repeats a check until it no longer throws, and returns what it returned.
 *
 * @throws NeverHappenedError, with the last failure in its message, when the time is over; a PermanentError at once.
 */
export async function eventually<T>(check: () => T | Promise<T>, options: EventuallyOptions = {}): Promise<T> {
  const { timeoutMs = TIMEOUT_MS, maxPauseMs = MAX_PAUSE_MS } = options;
  const deadlineMs = performance.now() + timeoutMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, maxPauseMs)) {
    try {
      return await check();
    } catch (error) {
      if (error instanceof PermanentError) throw error;
      if (performance.now() >= deadlineMs) throw new NeverHappenedError(timeoutMs, error);
    }
    await sleep(pauseMs);
  }
}

/** The same for a condition, whose description is the failure: `until('the file is read', () => isRead)`. */
export async function until(what: string, isTrue: () => boolean): Promise<void> {
  const check = () => {
    if (!isTrue()) throw new Error(`not true: ${what}`);
  };
  await eventually(check, { maxPauseMs: MAX_PAUSE_OF_CONDITION_MS });
}

/** A failure that waiting cannot fix. */
export class PermanentError extends Error {
  override readonly name: string = 'PermanentError';
}

/** A condition did not come true in time. */
export class NeverHappenedError extends Error {
  override readonly name = 'NeverHappenedError';

  constructor(timeoutMs: number, cause: unknown) {
    super(`still failing after ${timeoutMs} ms: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
