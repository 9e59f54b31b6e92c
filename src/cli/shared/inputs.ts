import type { FileError } from '../../documents/files/file-error.ts';
import { findManifests, type LeftOut, type ManifestFile } from '../../documents/files/find-manifests.ts';
import { readText } from '../../documents/files/read-text.ts';
import { STANDARD_INPUT, type Terminal } from './command.ts';

/** One thing to read, not yet read. */
export interface Input extends Pick<ManifestFile, 'name' | 'isFound' | 'isInChart'> {
  /** @throws FileError */
  read(): Promise<string>;
}

export interface FoundInputs {
  /** In the order of the paths, each once. */
  readonly inputs: readonly Input[];
  readonly errors: readonly FileError[];
  readonly leftOut: readonly LeftOut[];
}

/** All files of the paths. A file that is named by its own path does not count as found in a folder. */
export async function findInputs(paths: readonly string[], { readInput }: Terminal): Promise<FoundInputs> {
  const inputs = new Map<string, Input>();
  const errors: (readonly FileError[])[] = [];
  const leftOut: (readonly LeftOut[])[] = [];
  for (const path of paths) {
    if (path === '-') {
      inputs.set(path, { name: STANDARD_INPUT, isFound: false, isInChart: false, read: readInput });
      continue;
    }
    const found = await findManifests(path);
    errors.push(found.errors);
    leftOut.push(found.leftOut);
    for (const file of found.files) {
      if (inputs.get(file.path)?.isFound !== false) inputs.set(file.path, fileInput(file));
    }
  }
  return { inputs: [...inputs.values()], errors: errors.flat(), leftOut: leftOut.flat() };
}

function fileInput({ path, ...file }: ManifestFile): Input {
  return { ...file, read: () => readText(path, file.name) };
}
