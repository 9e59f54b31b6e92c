import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { FileError, systemReason } from './file-error.ts';

/** A file that may hold Kubernetes objects, or why there is none. */
export type FoundManifest =
  | { readonly kind: 'file'; readonly file: ManifestFile }
  | { readonly kind: 'failed'; readonly error: FileError };

export interface ManifestFile {
  /** As the user would write it. */
  readonly name: string;
  /** The same with every symbolic link resolved: what is read is what was looked at. */
  readonly path: string;
}

const EXTENSIONS: readonly string[] = ['.yaml', '.yml', '.json'];

/** Kustomize reads its own file itself, and lets it leave out what it is. */
const LEFT_OUT: readonly string[] = ['node_modules', 'kustomization.yaml', 'kustomization.yml'];

/**
 * The file itself, whatever its name; or the YAML and JSON files in the folder and the folders in it, in the order of
 * their names, each once. Hidden entries, `node_modules` and the files of kustomize are left out. A symbolic link that
 * leads out of the folder is an error: who wrote the folder need not be who may read the machine.
 */
export async function findManifests(path: string): Promise<readonly FoundManifest[]> {
  try {
    const root = await realpath(path);
    if (!(await stat(root)).isDirectory()) return [{ kind: 'file', file: { name: path, path: root } }];
    const found = await searchFolder({ name: path, path: root }, { root, seen: new Set([root]) });
    return found.length === 0 ? [failed(path, 'holds no YAML and no JSON file')] : found;
  } catch (error) {
    return [unreadable(path, error)];
  }
}

interface Search {
  readonly root: string;
  /** Real paths: a folder that links to itself has an end. */
  readonly seen: Set<string>;
}

async function searchFolder(folder: ManifestFile, search: Search): Promise<readonly FoundManifest[]> {
  const found: FoundManifest[] = [];
  for (const entry of (await readdir(folder.path)).toSorted()) {
    if (entry.startsWith('.') || LEFT_OUT.includes(entry)) continue;
    found.push(...(await searchEntry({ name: join(folder.name, entry), path: join(folder.path, entry) }, search)));
  }
  return found;
}

async function searchEntry({ name, path }: ManifestFile, search: Search): Promise<readonly FoundManifest[]> {
  try {
    const target = await realpath(path);
    const status = await stat(target);
    if (!status.isDirectory() && !(status.isFile() && mayHoldObjects(name))) return [];
    if (!isWithin(search.root, target)) {
      return [failed(name, 'is a symbolic link that leads out of the folder, and is not followed')];
    }
    if (search.seen.has(target)) return [];
    search.seen.add(target);
    const file = { name, path: target };
    return status.isDirectory() ? await searchFolder(file, search) : [{ kind: 'file', file }];
  } catch (error) {
    // What a link without a target was meant for, only its name can tell.
    return isMissing(error) && !mayHoldObjects(name) ? [] : [unreadable(name, error)];
  }
}

function isWithin(root: string, target: string): boolean {
  return target === root || target.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

function mayHoldObjects(name: string): boolean {
  return EXTENSIONS.includes(extname(name));
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function unreadable(name: string, error: unknown): FoundManifest {
  return failed(name, `cannot be read: ${systemReason(error)}`);
}

function failed(name: string, reason: string): FoundManifest {
  return { kind: 'failed', error: new FileError(name, reason) };
}
