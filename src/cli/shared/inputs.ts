import type { FileError } from '../../documents/files/file-error.ts';
import { findManifests, type ManifestFile } from '../../documents/files/find-manifests.ts';
import { readText } from '../../documents/files/read-text.ts';
import type { Terminal } from './command.ts';

/** What it is called in the output. */
export const STANDARD_INPUT = 'standard input';

/** One thing to read, not yet read. */
export interface Input {
  readonly name: string;
  /** @throws FileError */
  read(): Promise<string>;
}

export interface FoundInputs {
  /** In the order of the paths, each once. */
  readonly inputs: readonly Input[];
  readonly errors: readonly FileError[];
}

/** Everything that the paths stand for. */
export async function findInputs(paths: readonly string[], { readInput }: Terminal): Promise<FoundInputs> {
  const inputs = new Map<string, Input>();
  const errors: FileError[] = [];
  for (const path of paths) {
    if (path === '-') {
      inputs.set(path, { name: STANDARD_INPUT, read: readInput });
      continue;
    }
    for (const found of await findManifests(path)) {
      if (found.kind === 'failed') errors.push(found.error);
      else if (!inputs.has(found.file.path)) inputs.set(found.file.path, fileInput(found.file));
    }
  }
  return { inputs: [...inputs.values()], errors };
}

function fileInput({ name, path }: ManifestFile): Input {
  return { name, read: () => readText(path, name) };
}
