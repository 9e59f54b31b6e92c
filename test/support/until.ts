import { setTimeout } from 'node:timers/promises';

/** Waits for what comes from outside the process, such as a change of a file. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + 60_000;
  while (!isSo()) {
    if (performance.now() > deadlineMs) throw new Error(`waited in vain until ${what}`);
    await setTimeout(2);
  }
}
