/** Time as what runs on its own needs it; a test passes a clock that it moves itself. */
export interface Clock {
  /** Milliseconds since some moment in the past. Never steps back, so that ages and intervals hold when the wall clock is set. */
  now(): number;
  setTimeout(act: () => void, delayMs: number): Timer;
}

export interface Timer {
  cancel(): void;
}

/** The longest delay that Node's timers take; a longer one would fire at once. Source: Node.js documentation, setTimeout. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** Real time. No timer keeps the process alive: the listeners do that. */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout: (act, delayMs) => {
    const timer = setTimeout(act, Math.min(delayMs, MAX_DELAY_MS)).unref();
    return { cancel: () => clearTimeout(timer) };
  },
};

/** Resolves after the delay. */
export function waitFor(delayMs: number, clock: Clock): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  clock.setTimeout(resolve, delayMs);
  return promise;
}
