import { type LoadedProfile, loadProfileDocument } from '../documents/profiles/registry.ts';
import { readDocuments } from '../documents/text/read-documents.ts';
import type { Position, ReadDocument, TextDocument } from '../documents/text/text-document.ts';
import { FieldPath } from '../fargate/field-path.ts';
import type { Severity } from '../fargate/finding.ts';
import { compileProfiles, type ProfileSet } from '../fargate/profile-set.ts';
import { impossibleSelectors } from '../fargate/selectors.ts';

/** What is wrong with the text of the profiles. */
export interface PlaygroundProblem extends Position {
  readonly severity: Severity;
  /** One line. */
  readonly message: string;
}

export interface ReadProfiles {
  /** Undefined where nothing is known of them: then nothing can be predicted. */
  readonly profiles: ProfileSet | undefined;
  readonly problems: readonly PlaygroundProblem[];
}

/**
 * The profiles in a text, in any form. The command line refuses profiles of which one is broken. Here a person is typing: what
 * can be read counts, and the problems say what does not.
 */
export async function readProfiles(text: string): Promise<ReadProfiles> {
  const reader = new ProfileReader();
  for await (const document of readDocuments(text, { repeatedKeys: 'refused' })) reader.take(document);
  return reader.result();
}

interface PlacedProfile extends LoadedProfile, Position {}

class ProfileReader {
  readonly #placed = new Map<string, PlacedProfile>();
  readonly #problems: PlaygroundProblem[] = [];
  #saysNone = false;

  take(document: TextDocument): void {
    if (document.kind === 'broken') {
      this.#report('error', `not valid YAML or JSON: ${document.reason}`, document.position);
    } else if (document.root.isPresent) this.#takeRead(document);
  }

  #takeRead({ root, positionOf }: ReadDocument): void {
    let isBroken = false;
    const loaded = loadProfileDocument(root, (error, path) => {
      isBroken = true;
      this.#report('error', error.message, positionOf(path));
    });
    if (loaded === undefined) return;
    const start = positionOf(FieldPath.ROOT);
    for (const reason of loaded.gaps) this.#report('error', reason, start);
    for (const reason of loaded.unread) this.#report('warning', `skipped: ${reason}`, start);
    for (const profile of loaded.profiles) this.#add({ ...profile, ...positionOf(placeOf(profile)) });
    this.#saysNone ||= loaded.profiles.length === 0 && loaded.unread.length === 0 && !isBroken;
  }

  /** A name is unique in a cluster. */
  #add(placed: PlacedProfile): void {
    const { profile, line, column } = placed;
    const other = this.#placed.get(profile.name);
    if (other === undefined) this.#placed.set(profile.name, placed);
    else this.#report('error', `profile "${profile.name}" is in line ${other.line} and again here`, { line, column });
  }

  result(): ReadProfiles {
    const found = [...this.#placed.values()].map(({ profile }) => profile);
    for (const { profileName, selectorIndex, reason } of impossibleSelectors(found)) {
      const { line, column } = this.#placed.get(profileName) ?? START;
      this.#report('warning', `profile ${profileName}: selector ${selectorIndex} matches no pod: ${reason}`, {
        line,
        column,
      });
    }
    if (found.length > 0) return { profiles: compileProfiles(found), problems: this.#problems };
    if (this.#problems.length > 0) return { profiles: undefined, problems: this.#problems };
    if (this.#saysNone) return { profiles: compileProfiles([]), problems: [] };
    this.#report('error', 'holds no Fargate profile; a text that means none says []', START);
    return { profiles: undefined, problems: this.#problems };
  }

  #report(severity: Severity, message: string, { line, column }: Position): void {
    this.#problems.push({ severity, message, line, column });
  }
}

const START: Position = { line: 1, column: 1 };

/** The part of the document that describes it. */
function placeOf({ described: { subject, spec } }: LoadedProfile): FieldPath {
  return subject?.path ?? spec.name.field;
}
