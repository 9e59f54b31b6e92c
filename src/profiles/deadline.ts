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
 * The signal given may outlive the work by months, so nothing is left on it: `AbortSignal.any` would be.
 *
 * @throws DeadlineError at the deadline, the reason of `signal` once that is aborted, and otherwise what the work throws.
 */
export async function withDeadline<Result>(
  { clock, timeoutMs, signal }: Deadline,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const ending = new AbortController();
  const end = (): void => ending.abort(signal.reason);
  if (signal.aborted) end();
  signal.addEventListener('abort', end);
  const timer = clock.setTimeout(() => ending.abort(new DeadlineError(`took longer than ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([work(ending.signal), rejectionOf(ending.signal)]);
  } catch (error) {
    throw ending.signal.aborted ? ending.signal.reason : error;
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', end);
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(signal.reason);
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}
