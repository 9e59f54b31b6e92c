import type { PlannedProfile } from '../../audit/plan/plan-report.ts';
import { InputProfiles, type ProfileContext } from '../../documents/assessment/profile.ts';
import { FileError } from '../../documents/files/file-error.ts';
import type { LoadedChange } from '../../documents/profiles/registry.ts';
import { readDocuments } from '../../documents/text/read-documents.ts';
import type { TextDocument } from '../../documents/text/text-document.ts';
import type { Finding } from '../../fargate/finding.ts';
import { compileProfiles, type ProfileSet } from '../../fargate/profile-set.ts';
import { countNotChecked } from '../../inspection/not-checked.ts';
import {
  createOwnershipTest,
  type PlacedProfile,
  placeChange,
  placeDocument,
  requireUniqueNames,
} from '../../profiles/placed-profiles.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import type { Terminal } from '../shared/command.ts';
import { findInputs, type Input } from '../shared/inputs.ts';
import { noticesTo } from '../shared/load-profiles.ts';
import { describeNotChecked } from '../shared/not-checked-text.ts';
import { printable } from '../shared/terminal-text.ts';

/** Profiles that somebody wants, and what a plan says about those that exist. */
export interface WantedProfiles {
  readonly kind: 'read';
  readonly placed: readonly PlacedProfile[];
  /** Undefined where no file is a plan. */
  readonly change: LoadedChange | undefined;
}

/** `problem` is one line that begins with the file. */
export type WantedProfilesResult = WantedProfiles | { readonly kind: 'unusable'; readonly problem: string };

export interface WantedFiles {
  readonly paths: readonly string[];
  /** The cluster whose profiles count; undefined: all count. */
  readonly clusterName: string | undefined;
}

/** From every document of every file, in any form that the product reads. Reports on standard error what is not read. */
export async function readWantedProfiles(
  { paths, clusterName }: WantedFiles,
  terminal: Terminal,
): Promise<WantedProfilesResult> {
  try {
    const read = await readFiles(paths, terminal);
    const notices = noticesTo(terminal.printError);
    for (const reason of read.flatMap(({ unread }) => unread)) notices.onUnreadProfile(reason);
    const placed = read.flatMap(({ profiles }) => profiles).filter(createOwnershipTest({ clusterName, ...notices }));
    const changes = read.flatMap(({ change }) => (change === undefined ? [] : [ofCluster(change, clusterName)]));
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
    gap: changes.find(({ gap }) => gap !== undefined)?.gap,
  };
}

function ofCluster(change: LoadedChange, clusterName: string | undefined): LoadedChange {
  if (clusterName === undefined) return change;
  return { ...change, deleted: change.deleted.filter((one) => (one.clusterName ?? clusterName) === clusterName) };
}

interface ReadDocument {
  readonly profiles: readonly PlacedProfile[];
  readonly change: LoadedChange | undefined;
  /** A line each. */
  readonly unread: readonly string[];
}

async function readFiles(paths: readonly string[], terminal: Terminal): Promise<readonly ReadDocument[]> {
  const { inputs, errors, notChecked } = await findInputs(paths, terminal);
  const [error] = errors;
  if (error !== undefined) throw error;
  const rest = describeNotChecked(countNotChecked(notChecked));
  if (rest !== undefined) terminal.printError(`${printable(`not read: ${rest}`)}\n`);
  const found: (readonly ReadDocument[])[] = [];
  for (const input of inputs) found.push(await readInput(input));
  return found.flat();
}

async function readInput(input: Input): Promise<readonly ReadDocument[]> {
  const documents = await Array.fromAsync(readDocuments(await input.read(), { repeatedKeys: 'refused' }));
  return documents.map((document) => readDocument(document, input.name));
}

function readDocument(document: TextDocument, file: string): ReadDocument {
  if (document.kind === 'broken') throw new FileError(file, `line ${document.position.line}: ${document.reason}`);
  const place = `${file}, document ${document.number}`;
  const { profiles, unread } = placeDocument(document.root, place) ?? { profiles: [], unread: [] };
  return { profiles, unread, change: placeChange(document.root, place) };
}

/**
 * The profiles before a plan that holds them.
 *
 * @throws ProfileLoadError where there is no such plan, or where it is not of one cluster.
 */
export function profilesBefore({ placed, change }: WantedProfiles): ProfileSet {
  if (change === undefined) {
    throw new ProfileLoadError(
      'give --cluster-name, --profiles or --profile-resources, or a plan that holds the profiles: terraform show -json tfplan, or pulumi preview --json --show-sames',
    );
  }
  if (change.gap !== undefined) throw new ProfileLoadError(`the plan ${change.gap}`);
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
  const input = new InputProfiles(context);
  const findings = placed.map(({ described, place }) => input.assess(described, { file: '', place }));
  return new Map(placed.map(({ profile }, index) => [profile.name, (findings[index] ?? []).map(inPlan)]));
}

function inPlan({ severity, code, field, message, fix }: Finding): PlannedProfile['findings'][number] {
  return { severity, code, field: field.toString(), message, fix };
}
