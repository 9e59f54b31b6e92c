import { setTimeout as sleep } from 'node:timers/promises';

export interface EventuallyOptions {
  readonly timeoutMs?: number;
  readonly pollIntervalMs?: number;
}

/**
 * Repeats a check until it no longer throws, and returns what it returned.
 *
 * @throws NeverHappenedError, with the last failure in its message, when the time is over; a PermanentError at once.
 */
export async function eventually<T>(check: () => T | Promise<T>, options: EventuallyOptions = {}): Promise<T> {
  const { timeoutMs = 10_000, pollIntervalMs = 100 } = options;
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (error instanceof PermanentError) throw error;
      if (performance.now() >= deadlineMs) throw new NeverHappenedError(timeoutMs, error);
    }
    await sleep(pollIntervalMs);
  }
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
