import { readFileSync } from 'node:fs';
import { getAsset, isSea } from 'node:sea';
import { fileURLToPath } from 'node:url';

/** Whether this is one file with Node.js inside, and no script that Node.js runs. */
export function isSingleExecutable(): boolean {
  return isSea();
}

/**
 * A file that ships with the program, by its path from the folder of main.ts. A single executable has it inside, under the
 * same path.
 */
export function readShippedFile(path: string): string {
  return isSea() ? getAsset(path, 'utf8') : readFileSync(shippedFilePath(path), 'utf8');
}

/** For what only takes a path. A single executable has none. */
export function shippedFilePath(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** The name that the program was started by: a single executable has no script to be named after. */
export function startedName(): string | undefined {
  return isSea() ? process.argv0 : process.argv[1];
}
