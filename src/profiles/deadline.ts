import type { Clock } from '../runtime/clock.ts';

export interface Deadline {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Ends the work from outside. */
  readonly signal: AbortSignal;
}

/** Work took longer than it may. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * Gives work an end: rejects at the deadline even when the work does not heed its signal.
 *
 * @throws DeadlineError at the deadline, the reason of `signal` once that is aborted, and otherwise what the work throws.
 */
export async function withDeadline<Result>(
  { clock, timeoutMs, signal }: Deadline,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const timeout = new AbortController();
  const timer = clock.setTimeout(() => timeout.abort(new DeadlineError(`took longer than ${timeoutMs} ms`)), timeoutMs);
  const either = AbortSignal.any([signal, timeout.signal]);
  try {
    return await Promise.race([work(either), rejectionOf(either)]);
  } catch (error) {
    throw either.aborted ? either.reason : error;
  } finally {
    timer.cancel();
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(signal.reason);
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}
