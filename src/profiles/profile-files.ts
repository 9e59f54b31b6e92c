import type { Field } from '../documents/field.ts';
import { FileError } from '../documents/files/file-error.ts';
import { findManifests, type ManifestFile, TERRAFORM_CONFIGURATION } from '../documents/files/find-manifests.ts';
import { readText } from '../documents/files/read-text.ts';
import { readDocuments } from '../documents/text/read-documents.ts';
import type { BrokenDocument } from '../documents/text/text-document.ts';
import { ProfileLoadError } from './source.ts';

/**
 * The file itself, or the YAML and JSON files in the folder, as `check` finds them.
 *
 * @throws ProfileLoadError when the path cannot be read.
 */
export async function findProfileFiles(path: string): Promise<readonly ManifestFile[]> {
  const { files, errors, leftOut } = await findManifests(path);
  const [error] = errors;
  if (error !== undefined) throw new ProfileLoadError(error.message, { cause: error });
  if (files.length === 0 && leftOut.some(({ kind }) => kind === 'terraform')) {
    throw new ProfileLoadError(`${path}: ${TERRAFORM_CONFIGURATION}`);
  }
  return files;
}

/**
 * The documents of a file, in order; those that hold nothing are there as null.
 *
 * @throws ProfileLoadError when the file cannot be read, or is neither YAML nor JSON.
 */
export async function readProfileFile({ name, path }: ManifestFile, signal: AbortSignal): Promise<readonly Field[]> {
  try {
    return parse(name, await readText(path, name, signal));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new ProfileLoadError(error.message, { cause: error });
  }
}

/** A key that is written twice loses one of its values, so that the profile would not be the intended one. */
function parse(name: string, text: string): readonly Field[] {
  return Array.from(readDocuments(text, { repeatedKeys: 'refused' }), (document) => {
    if (document.kind === 'read') return document.root;
    throw new ProfileLoadError(
      `${name}, document ${document.number}: not valid YAML or JSON: ${describeBroken(document)}`,
    );
  });
}

function describeBroken({ reason, position, isPositionExact }: BrokenDocument): string {
  return isPositionExact ? `${reason} at line ${position.line}, column ${position.column}` : reason;
}
