import type { Terminal } from './command.ts';
import { createProgress } from './progress.ts';

export interface PodProgress {
  tellPage(taken: number, remaining: number | undefined): void;
  end(): void;
}

/** How many pods of a long list have been read. */
export function createPodProgress(terminal: Pick<Terminal, 'printError' | 'errorsAreTerminal'>): PodProgress {
  const progress = createProgress(terminal, () => performance.now());
  let pods = 0;
  return {
    tellPage: (taken, remaining) => {
      pods += taken;
      progress.tell(remaining === undefined ? `${pods} pods read` : `${pods} of ${pods + remaining} pods read`);
    },
    end: progress.end,
  };
}
