import type { Field } from '../documents/field.ts';
import { FileError } from '../documents/files/file-error.ts';
import { findManifests, type ManifestFile, TERRAFORM_CONFIGURATION } from '../documents/files/find-manifests.ts';
import { readText, STANDARD_INPUT } from '../documents/files/read-text.ts';
import { readDocuments } from '../documents/text/read-documents.ts';
import type { BrokenDocument } from '../documents/text/text-document.ts';
import type { FargateProfile } from '../fargate/profile.ts';
import {
  createOwnershipTest,
  createSelectorCheck,
  type Ownership,
  type PlacedDocument,
  placeDocument,
  requireUniqueNames,
  type SelectorNotice,
  type UnreadNotice,
} from './placed-profiles.ts';
import { type LoadOptions, ProfileLoadError, type ProfileSource } from './source.ts';

interface FileSourceOptions extends Ownership, SelectorNotice, UnreadNotice {
  /** A file, or a folder of files; `-` is standard input. */
  readonly path: string;
  /** All of standard input, the same each time. */
  readonly readInput: () => Promise<string>;
}

/**
 * Profiles as they stand in YAML or JSON files. Each error names file, document and field.
 *
 * A file without any profile counts as broken, because YAML that was cut off is still YAML; `[]` says that there is none.
 * In a folder, a file that holds nothing but Kubernetes objects of other kinds is skipped, as long as another file
 * holds profiles.
 */
export function createFileSource({ path, ...options }: FileSourceOptions): ProfileSource {
  const isOurs = createOwnershipTest(options);
  const checkSelectors = createSelectorCheck(options);
  const reported = new Set<string>();

  async function load({ signal }: LoadOptions): Promise<readonly FargateProfile[]> {
    const { profiles: placed, unread, gaps } = await readProfiles({ path, readInput: options.readInput }, signal);
    const [gap] = gaps;
    if (gap !== undefined) throw new ProfileLoadError(gap);
    for (const reason of unread.filter((one) => !reported.has(one))) {
      reported.add(reason);
      options.onUnreadProfile(reason);
    }
    const ours = placed.filter(isOurs);
    requireUniqueNames(ours);
    const profiles = ours.map(({ profile }) => profile);
    checkSelectors(profiles);
    return profiles;
  }

  return { load };
}

type Place = Pick<FileSourceOptions, 'path' | 'readInput'>;

async function readProfiles(place: Place, signal: AbortSignal): Promise<PlacedDocument> {
  const { path } = place;
  const inputs = await findInputs(place);
  const found: PlacedDocument[] = [];
  for (const input of inputs) {
    const profiles = placeProfiles(input, await readDocumentsOf(input, signal));
    if (profiles !== undefined) found.push(profiles);
  }
  if (found.length === 0) throw new ProfileLoadError(`${path}: no file in this folder holds Fargate profiles`);
  return joined(found);
}

/** undefined: a file of a folder that concerns other things. */
function placeProfiles({ name, isFound }: ProfileInput, documents: readonly Field[]): PlacedDocument | undefined {
  const found = documents.map((document, index) => placeDocument(document, `${name}, document ${index + 1}`));
  const read = found.filter((placed) => placed !== undefined);
  if (read.length > 0) return joined(read);
  if (isFound && documents.some(({ isPresent }) => isPresent)) return undefined;
  throw new ProfileLoadError(`${name}: holds no Fargate profile; a file that means none says []`);
}

function joined(parts: readonly PlacedDocument[]): PlacedDocument {
  return {
    profiles: parts.flatMap(({ profiles }) => profiles),
    unread: parts.flatMap(({ unread }) => unread),
    gaps: parts.flatMap(({ gaps }) => gaps),
  };
}

/** One thing to read, not yet read. */
interface ProfileInput extends Pick<ManifestFile, 'name' | 'isFound'> {
  /** @throws FileError */
  read(signal: AbortSignal): Promise<string>;
}

/**
 * Standard input, the file itself, or the YAML and JSON files in the folder, as `check` finds them.
 *
 * @throws ProfileLoadError when the path cannot be read.
 */
async function findInputs({ path, readInput }: Place): Promise<readonly ProfileInput[]> {
  if (path === '-') return [{ name: STANDARD_INPUT, isFound: false, read: readInput }];
  const { files, errors, leftOut } = await findManifests(path);
  const [error] = errors;
  if (error !== undefined) throw new ProfileLoadError(error.message, { cause: error });
  if (files.length === 0 && leftOut.some(({ kind }) => kind === 'terraform')) {
    throw new ProfileLoadError(`${path}: ${TERRAFORM_CONFIGURATION}`);
  }
  return files.map((file) => ({ ...file, read: (signal) => readText(file.path, file.name, signal) }));
}

/**
 * The documents of an input, in order; those that hold nothing are there as null.
 *
 * @throws ProfileLoadError when it cannot be read, or is neither YAML nor JSON.
 */
async function readDocumentsOf({ name, read }: ProfileInput, signal: AbortSignal): Promise<readonly Field[]> {
  try {
    return await parse(name, await read(signal));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new ProfileLoadError(error.message, { cause: error });
  }
}

/** A key that is written twice loses one of its values, so that the profile would not be the intended one. */
function parse(name: string, text: string): Promise<readonly Field[]> {
  return Array.fromAsync(readDocuments(text, { repeatedKeys: 'refused' }), (document) => {
    if (document.kind === 'read') return document.root;
    throw new ProfileLoadError(
      `${name}, document ${document.number}: not valid YAML or JSON: ${describeBroken(document)}`,
    );
  });
}

function describeBroken({ reason, position, isPositionExact }: BrokenDocument): string {
  return isPositionExact ? `${reason} at line ${position.line}, column ${position.column}` : reason;
}
