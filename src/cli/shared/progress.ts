import type { Terminal } from './command.ts';

/** Shows how far a long command has come. */
export interface Progress {
  show(text: string): void;
  /** Clears the line. */
  end(): void;
}

/** A shorter run needs no progress. */
const FIRST_AFTER_MS = 500;
const EVERY_MS = 100;
const CLEAR_LINE = '\r\u001b[2K';

/** One line that is overwritten where standard error is a terminal; nothing anywhere else. */
export function createProgress(
  { printError, errorsAreTerminal }: Pick<Terminal, 'printError' | 'errorsAreTerminal'>,
  nowMs: () => number,
): Progress {
  let nextAtMs = nowMs() + FIRST_AFTER_MS;
  let isShown = false;
  return {
    show: (text) => {
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

export interface PodProgress {
  showPage(taken: number, remaining: number | undefined): void;
  end(): void;
}

/** How many pods of a long list are read. */
export function createPodProgress(terminal: Pick<Terminal, 'printError' | 'errorsAreTerminal'>): PodProgress {
  const progress = createProgress(terminal, () => performance.now());
  let pods = 0;
  return {
    showPage: (taken, remaining) => {
      pods += taken;
      progress.show(remaining === undefined ? `${pods} pods read` : `${pods} of ${pods + remaining} pods read`);
    },
    end: progress.end,
  };
}
