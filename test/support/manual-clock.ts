import { setImmediate } from 'node:timers/promises';
import type { Clock, Timer } from '../../src/runtime/clock.ts';

/** A clock that moves only when a test moves it. */
export class ManualClock implements Clock {
  // lru-cache takes a start of 0 for "no start".
  #nowMs = 1_000;
  readonly #timers = new Set<Alarm>();

  now(): number {
    return this.#nowMs;
  }

  setTimeout(act: () => void, delayMs: number): Timer {
    const alarm = { act, dueMs: this.#nowMs + delayMs };
    this.#timers.add(alarm);
    return { cancel: () => this.#timers.delete(alarm) };
  }

  /** Milliseconds from now to each timer that is set, soonest first. */
  get pending(): readonly number[] {
    return [...this.#timers].map(({ dueMs }) => dueMs - this.#nowMs).toSorted((a, b) => a - b);
  }

  /** Moves on, fires what comes due on the way, and lets all that was already settled take its course each time. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await setImmediate();
    for (let alarm = this.#next(endMs); alarm !== undefined; alarm = this.#next(endMs)) {
      this.#timers.delete(alarm);
      this.#nowMs = alarm.dueMs;
      alarm.act();
      await setImmediate();
    }
    this.#nowMs = endMs;
  }

  #next(endMs: number): Alarm | undefined {
    return [...this.#timers].filter(({ dueMs }) => dueMs <= endMs).toSorted((a, b) => a.dueMs - b.dueMs)[0];
  }
}

interface Alarm {
  readonly act: () => void;
  readonly dueMs: number;
}
