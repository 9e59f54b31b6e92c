import { realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';

/** Where a path leads, with every symbolic link resolved; undefined where it leads to nothing. */
export async function targetOf(
  path: string,
): Promise<{ readonly path: string; readonly isFolder: boolean } | undefined> {
  try {
    const target = await realpath(path);
    return { path: target, isFolder: (await stat(target)).isDirectory() };
  } catch {
    return undefined;
  }
}

/** Both with every symbolic link resolved. */
export function isWithin(root: string, target: string): boolean {
  return target === root || target.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}
