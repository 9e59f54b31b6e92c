import { DocumentError } from '../documents/document-error.ts';
import { type Field, FieldTypeError } from '../documents/field.ts';
import { parseProfileDocument } from '../documents/profile-document.ts';
import type { FargateProfile } from '../fargate/profile.ts';
import { findProfileFiles, type ProfileFiles, readProfileFile } from './profile-files.ts';
import { type LoadOptions, ProfileLoadError, type ProfileSource } from './source.ts';

export interface FileSourceOptions {
  /** A file, or a folder of files. */
  readonly path: string;
  /** The cluster whose profiles count, with those that do not say whose they are; undefined: all count. */
  readonly clusterName: string | undefined;
  /** A profile of another cluster is ignored. Told once for each. */
  readonly onForeignProfile: (profile: ForeignProfile) => void;
}

export interface ForeignProfile {
  readonly name: string;
  readonly clusterName: string;
}

/** Where a profile stands, for the error that names it. */
interface PlacedProfile {
  readonly profile: FargateProfile;
  readonly place: string;
}

/**
 * Profiles as they stand in YAML or JSON files. Each error names file, document and field.
 *
 * A file without any profile counts as broken, because YAML that was cut off is still YAML; `[]` says that there is none.
 * In a folder, a file that holds nothing but Kubernetes objects of other kinds is passed over, as long as another file
 * holds profiles.
 */
export function createFileSource({ path, clusterName, onForeignProfile }: FileSourceOptions): ProfileSource {
  const told = new Set<string>();

  function isOurs({ profile }: PlacedProfile): boolean {
    if (clusterName === undefined || profile.clusterName === undefined || profile.clusterName === clusterName)
      return true;
    const foreign = { name: profile.name, clusterName: profile.clusterName };
    const key = JSON.stringify(foreign);
    if (!told.has(key)) onForeignProfile(foreign);
    told.add(key);
    return false;
  }

  async function load({ signal }: LoadOptions): Promise<readonly FargateProfile[]> {
    const placed = await readProfiles(path, signal);
    const ours = placed.filter(isOurs);
    requireUniqueNames(ours);
    return ours.map(({ profile }) => profile);
  }

  return { load };
}

async function readProfiles(path: string, signal: AbortSignal): Promise<readonly PlacedProfile[]> {
  const files = await findProfileFiles(path);
  const found: (readonly PlacedProfile[])[] = [];
  for (const file of files.paths) {
    const profiles = placeProfiles(file, await readProfileFile(file, signal), files);
    if (profiles !== undefined) found.push(profiles);
  }
  if (found.length === 0) throw new ProfileLoadError(`${path}: no file in this folder holds Fargate profiles`);
  return found.flat();
}

/** undefined: a file of a folder that concerns other things. */
function placeProfiles(
  file: string,
  documents: readonly Field[],
  { isFolder }: ProfileFiles,
): readonly PlacedProfile[] | undefined {
  const found = documents.map((document, index) => placeDocument(document, `${file}, document ${index + 1}`));
  const profiles = found.filter((placed) => placed !== undefined);
  if (profiles.length > 0) return profiles.flat();
  if (isFolder && documents.some(({ isPresent }) => isPresent)) return undefined;
  throw new ProfileLoadError(`${file}: holds no Fargate profile; a file that means none says []`);
}

function placeDocument(document: Field, place: string): readonly PlacedProfile[] | undefined {
  if (!document.isPresent) return undefined;
  try {
    return parseProfileDocument(document)?.map((profile) => ({ profile, place }));
  } catch (error) {
    const isOfDocument = error instanceof DocumentError || error instanceof FieldTypeError;
    if (!isOfDocument) throw error;
    throw new ProfileLoadError(`${place}: ${error.message}`, { cause: error });
  }
}

/** A name is unique in a cluster, and without the name of our cluster profiles of two could not be told apart. */
function requireUniqueNames(placed: readonly PlacedProfile[]): void {
  const places = new Map<string, string>();
  for (const { profile, place } of placed) {
    const other = places.get(profile.name);
    if (other !== undefined) {
      throw new ProfileLoadError(`profile "${profile.name}" stands in ${other} and again in ${place}`);
    }
    places.set(profile.name, place);
  }
}
