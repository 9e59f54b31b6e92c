import type { PlannedProfile } from '../../audit/plan/plan-report.ts';
import { assessNewProfiles, type ProfileContext } from '../../documents/assessment/profile.ts';
import { FileError } from '../../documents/files/file-error.ts';
import { readDocuments } from '../../documents/text/read-documents.ts';
import type { TextDocument } from '../../documents/text/text-document.ts';
import type { Finding } from '../../fargate/finding.ts';
import type { FargateProfile } from '../../fargate/profile.ts';
import { type PlacedProfile, placeDocument, requireUniqueNames } from '../../profiles/placed-profiles.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import type { Terminal } from '../shared/command.ts';
import { findInputs, type Input } from '../shared/inputs.ts';

/** The profiles of a plan, and the findings about each. */
export interface WantedProfiles {
  readonly kind: 'read';
  readonly profiles: readonly FargateProfile[];
  /** By name of the profile. */
  readonly findings: ReadonlyMap<string, PlannedProfile['findings']>;
}

/** `problem` is one line that begins with the file. */
export type WantedProfilesResult = WantedProfiles | { readonly kind: 'unusable'; readonly problem: string };

/** Reads every document of every file, in any supported format. */
export async function readWantedProfiles(
  paths: readonly string[],
  context: ProfileContext,
  terminal: Terminal,
): Promise<WantedProfilesResult> {
  try {
    const placed = await readFiles(paths, terminal);
    if (placed.length === 0 && paths.length > 0) throw new FileError(paths.join(', '), 'holds no Fargate profile');
    requireUniqueNames(placed);
    const profiles = placed.map(({ profile }) => profile);
    return {
      kind: 'read',
      profiles,
      findings: findingsOf(placed, context),
    };
  } catch (error) {
    if (!(error instanceof FileError || error instanceof ProfileLoadError)) throw error;
    return { kind: 'unusable', problem: error.message };
  }
}

async function readFiles(paths: readonly string[], terminal: Terminal): Promise<readonly PlacedProfile[]> {
  const { inputs, errors } = await findInputs(paths, terminal);
  const [error] = errors;
  if (error !== undefined) throw error;
  const found: (readonly PlacedProfile[])[] = [];
  for (const input of inputs) found.push(await readInput(input));
  return found.flat();
}

async function readInput(input: Input): Promise<readonly PlacedProfile[]> {
  const documents = Array.from(readDocuments(await input.read(), { repeatedKeys: 'refused' }));
  return documents.flatMap((document) => readDocument(document, input.name));
}

function readDocument(document: TextDocument, file: string): readonly PlacedProfile[] {
  if (document.kind === 'broken') throw new FileError(file, `line ${document.position.line}: ${document.reason}`);
  return placeDocument(document.root, `${file}, document ${document.number}`)?.profiles ?? [];
}

/** The findings of the webhook and `check`. */
function findingsOf(placed: readonly PlacedProfile[], context: ProfileContext): WantedProfiles['findings'] {
  const findings = assessNewProfiles(
    placed.map(({ described }) => described),
    context,
  );
  return new Map(placed.map(({ profile }, index) => [profile.name, (findings[index] ?? []).map(inPlan)]));
}

function inPlan({ severity, code, message, fix }: Finding): PlannedProfile['findings'][number] {
  return { severity, code, message, fix };
}
