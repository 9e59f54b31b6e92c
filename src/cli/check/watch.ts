import { systemClock } from '../../runtime/clock.ts';
import { watchFiles } from '../../runtime/file-watch.ts';
import { EXIT, type Terminal } from '../shared/command.ts';
import { stopSignal } from '../shared/signals.ts';
import { printable } from '../shared/terminal-text.ts';

/**
 * Checks, and checks again after each change of a file, until a signal stops it. A change during a check starts the next one.
 * Resolves to the exit code: 2 where a path cannot be watched, 0 after a signal, whatever the checks found.
 */
export async function checkWhileWatching(
  paths: readonly string[],
  terminal: Terminal,
  check: () => Promise<number>,
): Promise<number> {
  const state = new WatchState();
  void stopSignal({ ...terminal, nowMs: () => performance.now() }).then(() => state.end(EXIT.ok));
  const watches = paths.map((path) =>
    watchFiles({
      path,
      clock: systemClock,
      includesSubfolders: true,
      keepsProcess: true,
      onChange: () => state.change(),
      onError: ({ message }) => {
        terminal.printError(`${printable(`${path}: cannot be watched: ${message}`)}\n`);
        state.end(EXIT.usage);
      },
    }),
  );
  try {
    for (;;) {
      const changed = state.nextChange();
      await check();
      if (state.exitCode !== undefined) return state.exitCode;
      terminal.printError(`\n${printable(`watching ${paths.join(', ')}; Ctrl-C ends it`)}\n`);
      await changed;
      if (state.exitCode !== undefined) return state.exitCode;
    }
  } finally {
    for (const watch of watches) watch.stop();
  }
}

class WatchState {
  /** Undefined while the watch goes on. */
  exitCode: number | undefined;
  #changed = Promise.withResolvers<void>();

  /** Resolves at the next change, or at the end. */
  nextChange(): Promise<void> {
    this.#changed = Promise.withResolvers();
    return this.#changed.promise;
  }

  change(): void {
    this.#changed.resolve();
  }

  end(exitCode: number): void {
    this.exitCode ??= exitCode;
    this.#changed.resolve();
  }
}
