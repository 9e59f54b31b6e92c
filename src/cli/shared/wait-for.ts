import { setTimeout as delay } from 'node:timers/promises';

/** Unlike a wait by the clock, it keeps the process alive: nothing else would. */
export async function waitFor(delayMs: number): Promise<void> {
  await delay(delayMs);
}
