import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

export const CONFIGURATION_NAME = '.fargate-admission.yaml';

/** Where the search begins, and where it ends. */
export interface SearchPlace {
  readonly workingDirectory: string;
  /** Undefined where it is not known. */
  readonly home: string | undefined;
}

/**
 * The file in the working directory or in a folder above it, up to the root of the repository or the home folder. Outside of
 * both only the working directory counts: anybody may write to a folder such as `/tmp`.
 */
export async function findConfiguration({ workingDirectory, home }: SearchPlace): Promise<string | undefined> {
  for (const folder of await searchedFolders(workingDirectory, home)) {
    const path = join(folder, CONFIGURATION_NAME);
    if (await exists(path)) return path;
  }
  return undefined;
}

async function searchedFolders(workingDirectory: string, home: string | undefined): Promise<readonly string[]> {
  const top = home === undefined ? undefined : resolve(home);
  const folders: string[] = [];
  for (let folder = resolve(workingDirectory); ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === top || (await exists(join(folder, '.git')))) return folders;
    if (folder === dirname(folder)) return folders.slice(0, 1);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
