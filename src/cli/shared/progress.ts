import type { Terminal } from './command.ts';

/** Tells somebody who waits how far it is. */
export interface Progress {
  /** `text` is how far it is, in words. */
  tell(text: string): void;
  /** Takes the line away again. */
  end(): void;
}

/** Nobody wonders before. */
const FIRST_AFTER_MS = 500;
const EVERY_MS = 100;
const CLEAR_LINE = '\r\u001b[2K';

/** One line that is written over and over, where a person looks at standard error; nothing anywhere else. */
export function createProgress(
  { printError, errorsAreTerminal }: Pick<Terminal, 'printError' | 'errorsAreTerminal'>,
  nowMs: () => number,
): Progress {
  let nextAtMs = nowMs() + FIRST_AFTER_MS;
  let isShown = false;
  return {
    tell: (text) => {
      if (!errorsAreTerminal || nowMs() < nextAtMs) return;
      nextAtMs = nowMs() + EVERY_MS;
      isShown = true;
      printError(`${CLEAR_LINE}${text}`);
    },
    end: () => {
      if (isShown) printError(CLEAR_LINE);
      isShown = false;
    },
  };
}
