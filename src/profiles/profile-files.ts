import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Field } from '../documents/field.ts';
import { readDocuments } from '../documents/text/read-documents.ts';
import type { BrokenDocument } from '../documents/text/text-document.ts';
import { ProfileLoadError } from './source.ts';

/** What a path stands for. */
export interface ProfileFiles {
  /** Sorted by name. */
  readonly paths: readonly string[];
  /** Found in a folder, where files that concern other things may stand as well. */
  readonly isFolder: boolean;
}

const EXTENSIONS: readonly string[] = ['.yaml', '.yml', '.json'];

/** Kustomize lets its own file leave out apiVersion and kind, so that it could not be told from one that is cut off. */
const KUSTOMIZE_FILES: readonly string[] = ['kustomization.yaml', 'kustomization.yml'];

/**
 * The file itself, or the YAML and JSON files right in the folder. Hidden entries are left out: a mounted ConfigMap
 * keeps its files twice, in a hidden folder and as symlinks beside it.
 *
 * @throws ProfileLoadError when the path cannot be read.
 */
export async function findProfileFiles(path: string): Promise<ProfileFiles> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    return { paths: isFolder ? await filesIn(path) : [path], isFolder };
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  const paths: string[] = [];
  for (const name of names.filter(mayHoldProfiles).toSorted()) {
    const path = join(folder, name);
    if ((await stat(path)).isFile()) paths.push(path);
  }
  return paths;
}

function mayHoldProfiles(name: string): boolean {
  return !name.startsWith('.') && EXTENSIONS.includes(extname(name)) && !KUSTOMIZE_FILES.includes(name);
}

/**
 * The documents of a file, in order; those that hold nothing are there as null.
 *
 * @throws ProfileLoadError when the file cannot be read, or is neither YAML nor JSON.
 */
export async function readProfileFile(path: string, signal: AbortSignal): Promise<readonly Field[]> {
  const text = await readText(path, signal);
  return extname(path) === '.json' ? [parseJson(path, text)] : parseYaml(path, text);
}

async function readText(path: string, signal: AbortSignal): Promise<string> {
  try {
    return await readFile(path, { encoding: 'utf8', signal });
  } catch (error) {
    throw unreadable(path, error);
  }
}

function parseJson(path: string, text: string): Field {
  try {
    return new Field(JSON.parse(text));
  } catch (error) {
    throw new ProfileLoadError(`${path}: not valid JSON: ${firstLineOf(error)}`, { cause: error });
  }
}

/** Whoever writes a key twice has lost one of the two; a profile that is half of what was meant is none. */
function parseYaml(path: string, text: string): readonly Field[] {
  return Array.from(readDocuments(text, { repeatedKeys: 'refused' }), (document) => {
    if (document.kind === 'read') return document.root;
    throw new ProfileLoadError(`${path}, document ${document.number}: not valid YAML: ${describeBroken(document)}`);
  });
}

function describeBroken({ reason, position, isPositionExact }: BrokenDocument): string {
  return isPositionExact ? `${reason} at line ${position.line}, column ${position.column}` : reason;
}

function unreadable(path: string, error: unknown): ProfileLoadError {
  return new ProfileLoadError(`${path}: cannot be read: ${firstLineOf(error)}`, { cause: error });
}

function firstLineOf(error: unknown): string {
  const [firstLine = ''] = error instanceof Error ? error.message.split('\n', 1) : [];
  return firstLine;
}
