import { DocumentError } from '../documents/document-error.ts';
import { type Field, FieldTypeError } from '../documents/field.ts';
import {
  type LoadedChange,
  type LoadedProfile,
  loadPlannedChange,
  loadProfileDocument,
} from '../documents/profiles/registry.ts';
import type { FargateProfile } from '../fargate/profile.ts';
import { type ImpossibleSelector, impossibleSelectors } from '../fargate/selectors.ts';
import { ProfileLoadError } from './source.ts';

/** A profile, and where it is written, for the error that names it. */
export interface PlacedProfile extends LoadedProfile {
  readonly place: string;
}

/** Which of the profiles that are found are those of the cluster. */
export interface Ownership {
  /** The cluster whose profiles count, with those that do not say whose they are; undefined: all count. */
  readonly clusterName: string | undefined;
  /** A profile of another cluster is ignored. Called once for each. */
  readonly onForeignProfile: (profile: ForeignProfile) => void;
}

export interface ForeignProfile {
  readonly name: string;
  readonly clusterName: string;
}

export function createOwnershipTest({ clusterName, onForeignProfile }: Ownership): (placed: PlacedProfile) => boolean {
  const report = onceForEach(onForeignProfile);
  return ({ profile }) => {
    if (clusterName === undefined || profile.clusterName === undefined || profile.clusterName === clusterName)
      return true;
    report({ name: profile.name, clusterName: profile.clusterName });
    return false;
  };
}

/** Called once for each selector that no pod can match. */
export interface SelectorNotice {
  readonly onImpossibleSelector: (selector: ImpossibleSelector) => void;
}

/** Called once for each document that calls itself a Fargate profile, of an operator that is not known. One line. */
export interface UnreadNotice {
  readonly onUnreadProfile: (reason: string) => void;
}

export interface PlacedDocument {
  readonly profiles: readonly PlacedProfile[];
  /** What is not read in it, a line each. */
  readonly unread: readonly string[];
  /** Why its profiles are not all of a cluster, a line each. */
  readonly gaps: readonly string[];
}

export function createSelectorCheck({
  onImpossibleSelector,
}: SelectorNotice): (profiles: readonly FargateProfile[]) => void {
  const report = onceForEach(onImpossibleSelector);
  return (profiles) => {
    for (const selector of impossibleSelectors(profiles)) report(selector);
  };
}

/** Profiles are loaded again and again, and what they report is the same each time. */
function onceForEach<Item>(act: (item: Item) => void): (item: Item) => void {
  const known = new Set<string>();
  return (item) => {
    const key = JSON.stringify(item);
    if (known.has(key)) return;
    known.add(key);
    act(item);
  };
}

/** Undefined for a document that holds no profile. @throws ProfileLoadError for one that is broken. */
export function placeDocument(document: Field, place: string): PlacedDocument | undefined {
  if (!document.isPresent) return undefined;
  const loaded = whileNaming(place, () => loadProfileDocument(document));
  return (
    loaded && {
      profiles: loaded.profiles.map((profile) => ({ ...profile, place })),
      unread: loaded.unread.map((reason) => `${place}: ${reason}`),
      gaps: loaded.gaps.map((reason) => `${place}: ${reason}`),
    }
  );
}

/** Undefined for a document that is no plan. @throws ProfileLoadError for one that is broken. */
export function placeChange(document: Field, place: string): LoadedChange | undefined {
  return whileNaming(place, () => loadPlannedChange(document));
}

function whileNaming<Result>(place: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const isOfDocument = error instanceof DocumentError || error instanceof FieldTypeError;
    if (!isOfDocument) throw error;
    throw new ProfileLoadError(`${place}: ${error.message}`, { cause: error });
  }
}

/**
 * A name is unique in a cluster, and without the name of our cluster profiles of two could not be distinguished.
 *
 * @throws ProfileLoadError
 */
export function requireUniqueNames(placed: readonly PlacedProfile[]): void {
  const places = new Map<string, string>();
  for (const { profile, place } of placed) {
    const other = places.get(profile.name);
    if (other !== undefined) {
      throw new ProfileLoadError(`profile "${profile.name}" is in ${other} and again in ${place}`);
    }
    places.set(profile.name, place);
  }
}
