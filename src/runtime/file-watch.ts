import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Clock, Timer } from './clock.ts';

export interface FileWatchOptions {
  /** A file, or a folder of files. */
  readonly path: string;
  readonly clock: Clock;
  readonly onChange: () => void;
  /** Changes are no longer seen, or never were: only the regular refreshes read the files again. */
  readonly onError: (error: Error) => void;
  /** For a folder: its folders too. */
  readonly includesSubfolders?: boolean;
  /** Whether the process lives on for the sake of this watch. */
  readonly keepsProcess?: boolean;
}

export interface FileWatch {
  stop(): void;
}

/** A tool writes in several steps; this lets it finish, and makes one change of them. */
const SETTLE_MS = 200;

/**
 * Reports when files may have changed. It watches the folder and never the file: an editor replaces a file, and the
 * kubelet swaps the `..data` symlink beside it, and a watch on the file itself would stay with what was replaced. When
 * the folder is replaced, the regular refreshes notice.
 */
export function watchFiles({ path, clock, onChange, onError, ...options }: FileWatchOptions): FileWatch {
  let timer: Timer | undefined;

  function settle(): void {
    timer ??= clock.setTimeout(() => {
      timer = undefined;
      onChange();
    }, SETTLE_MS);
  }

  const watcher = openWatcher(path, { settle, onError, ...options });
  const stop = (): void => {
    watcher?.close();
    timer?.cancel();
  };
  return { stop };
}

interface Watching extends Pick<FileWatchOptions, 'onError' | 'includesSubfolders' | 'keepsProcess'> {
  readonly settle: () => void;
}

function openWatcher(
  path: string,
  { settle, onError, includesSubfolders = false, keepsProcess = false }: Watching,
): FSWatcher | undefined {
  try {
    const isFolder = statSync(path).isDirectory();
    const recursive = isFolder && includesSubfolders;
    const watcher = watch(isFolder ? path : dirname(path), { persistent: keepsProcess, recursive });
    watcher.on('change', (_event, name) => {
      if (isFolder || concerns(String(name), path)) settle();
    });
    watcher.on('error', (error) => {
      watcher.close();
      onError(error);
    });
    return watcher;
  } catch (error) {
    onError(error instanceof Error ? error : new Error(String(error)));
    return undefined;
  }
}

/** The file itself, or the symlinks through which the kubelet swaps all files of a mounted volume. */
function concerns(name: string, path: string): boolean {
  return name === basename(path) || name.startsWith('..');
}
