import type { PlannedProfile } from '../../audit/plan/plan-report.ts';
import { assessNewProfiles, type ProfileContext } from '../../documents/assessment/profile.ts';
import { FileError } from '../../documents/files/file-error.ts';
import type { LoadedChange } from '../../documents/profiles/registry.ts';
import { readDocuments } from '../../documents/text/read-documents.ts';
import type { TextDocument } from '../../documents/text/text-document.ts';
import type { Finding } from '../../fargate/finding.ts';
import { compileProfiles, type ProfileSet } from '../../fargate/profile-set.ts';
import { type PlacedProfile, placeChange, placeDocument, requireUniqueNames } from '../../profiles/placed-profiles.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import type { Terminal } from '../shared/command.ts';
import { findInputs, type Input } from '../shared/inputs.ts';

/** Profiles that somebody wants, and what a plan says about those that exist. */
export interface WantedProfiles {
  readonly kind: 'read';
  readonly placed: readonly PlacedProfile[];
  /** Undefined where no file is a plan. */
  readonly change: LoadedChange | undefined;
}

/** `problem` is one line that begins with the file. */
export type WantedProfilesResult = WantedProfiles | { readonly kind: 'unusable'; readonly problem: string };

/** From every document of every file, in any form that the product reads. */
export async function readWantedProfiles(paths: readonly string[], terminal: Terminal): Promise<WantedProfilesResult> {
  try {
    const read = await readFiles(paths, terminal);
    const placed = read.flatMap(({ profiles }) => profiles);
    const changes = read.flatMap(({ change }) => (change === undefined ? [] : [change]));
    if (placed.length === 0 && changes.length === 0 && paths.length > 0) {
      throw new FileError(paths.join(', '), 'holds no Fargate profile');
    }
    requireUniqueNames(placed);
    return { kind: 'read', placed, change: changes.length === 0 ? undefined : joined(changes) };
  } catch (error) {
    if (!(error instanceof FileError || error instanceof ProfileLoadError)) throw error;
    return { kind: 'unusable', problem: error.message };
  }
}

function joined(changes: readonly LoadedChange[]): LoadedChange {
  return {
    existing: changes.flatMap(({ existing }) => existing),
    deleted: changes.flatMap(({ deleted }) => deleted),
  };
}

interface ReadDocument {
  readonly profiles: readonly PlacedProfile[];
  readonly change: LoadedChange | undefined;
}

async function readFiles(paths: readonly string[], terminal: Terminal): Promise<readonly ReadDocument[]> {
  const { inputs, errors } = await findInputs(paths, terminal);
  const [error] = errors;
  if (error !== undefined) throw error;
  const found: (readonly ReadDocument[])[] = [];
  for (const input of inputs) found.push(await readInput(input));
  return found.flat();
}

async function readInput(input: Input): Promise<readonly ReadDocument[]> {
  const documents = Array.from(readDocuments(await input.read(), { repeatedKeys: 'refused' }));
  return documents.map((document) => readDocument(document, input.name));
}

function readDocument(document: TextDocument, file: string): ReadDocument {
  if (document.kind === 'broken') throw new FileError(file, `line ${document.position.line}: ${document.reason}`);
  const place = `${file}, document ${document.number}`;
  const profiles = placeDocument(document.root, place)?.profiles ?? [];
  return { profiles, change: placeChange(document.root, place) };
}

/**
 * The profiles before a plan that holds them.
 *
 * @throws ProfileLoadError where there is no such plan, or where it is not of one cluster.
 */
export function profilesBefore({ placed, change }: WantedProfiles): ProfileSet {
  if (change === undefined) {
    throw new ProfileLoadError(
      'give --cluster-name, --profiles or --profile-resources, or a plan that holds the profiles: terraform show -json tfplan',
    );
  }
  const profiles = [...change.existing, ...placed.map(({ profile }) => profile)];
  const clusters = new Set(profiles.flatMap(({ clusterName }) => (clusterName === undefined ? [] : [clusterName])));
  if (clusters.size > 1) {
    throw new ProfileLoadError(
      `the plan holds profiles of ${clusters.size} clusters (${[...clusters].join(', ')}); give a plan of one of them`,
    );
  }
  return compileProfiles(change.existing);
}

/** The findings of the webhook and `check`. */
export function findingsOf(
  placed: readonly PlacedProfile[],
  context: ProfileContext,
): ReadonlyMap<string, PlannedProfile['findings']> {
  const findings = assessNewProfiles(
    placed.map(({ described }) => described),
    context,
  );
  return new Map(placed.map(({ profile }, index) => [profile.name, (findings[index] ?? []).map(inPlan)]));
}

function inPlan({ severity, code, field, message, fix }: Finding): PlannedProfile['findings'][number] {
  return { severity, code, field: field.toString(), message, fix };
}
