import { assessNewProfile, type ProfileContext } from '../../assessment/profile.ts';
import type { PlannedProfile } from '../../audit/plan-report.ts';
import { parseWantedProfiles } from '../../documents/eksctl-profiles.ts';
import type { Field } from '../../documents/field.ts';
import { kubernetesObjects } from '../../documents/kubernetes-objects.ts';
import { parseProfileResource } from '../../documents/profile-resource.ts';
import type { FargateProfile } from '../../fargate/profile.ts';
import { FileError } from '../../files/file-error.ts';
import { readDocuments } from '../../files/read-documents.ts';
import type { TextDocument } from '../../files/text-document.ts';
import { type PlacedProfile, placeDocument, requireUniqueNames } from '../../profiles/placed-profiles.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import type { Terminal } from '../command.ts';
import { findInputs, type Input } from '../inputs.ts';

/** Profiles that somebody wants, and what is to be said about each. */
export interface WantedProfiles {
  readonly kind: 'read';
  readonly profiles: readonly FargateProfile[];
  /** By name of the profile. */
  readonly findings: ReadonlyMap<string, PlannedProfile['findings']>;
}

/** `problem` is one line that begins with the file. */
export type WantedProfilesResult = WantedProfiles | { readonly kind: 'unusable'; readonly problem: string };

/** From every document of every file, in any form that the product reads. */
export async function readWantedProfiles(
  paths: readonly string[],
  context: ProfileContext,
  terminal: Terminal,
): Promise<WantedProfilesResult> {
  try {
    const documents = await readFiles(paths, terminal);
    const placed = documents.flatMap(({ profiles }) => profiles);
    if (placed.length === 0 && paths.length > 0) throw new FileError(paths.join(', '), 'no Fargate profile in it');
    requireUniqueNames(placed);
    const profiles = placed.map(({ profile }) => profile);
    return {
      kind: 'read',
      profiles,
      findings: new Map(documents.flatMap((document) => findingsOf(document, context))),
    };
  } catch (error) {
    if (!(error instanceof FileError || error instanceof ProfileLoadError)) throw error;
    return { kind: 'unusable', problem: error.message };
  }
}

async function readFiles(paths: readonly string[], terminal: Terminal): Promise<readonly PlacedDocument[]> {
  const { inputs, errors } = await findInputs(paths, terminal);
  const [error] = errors;
  if (error !== undefined) throw error;
  const documents: PlacedDocument[] = [];
  for (const input of inputs) documents.push(...(await readInput(input)));
  return documents;
}

interface PlacedDocument {
  readonly root: Field;
  readonly profiles: readonly PlacedProfile[];
}

async function readInput(input: Input): Promise<readonly PlacedDocument[]> {
  const documents = Array.from(readDocuments(await input.read(), { repeatedKeys: 'refused' }));
  return documents.flatMap((document) => readDocument(document, input.name));
}

function readDocument(document: TextDocument, file: string): readonly PlacedDocument[] {
  if (document.kind === 'broken') throw new FileError(file, `line ${document.position.line}: ${document.reason}`);
  const profiles = placeDocument(document.root, `${file}, document ${document.number}`);
  return profiles === undefined ? [] : [{ root: document.root, profiles }];
}

/** Resources and eksctl's profiles are checked as the webhook and `check` would; the AWS CLI's own JSON EKS checks itself. */
function findingsOf(
  { root, profiles }: PlacedDocument,
  context: ProfileContext,
): readonly (readonly [name: string, findings: PlannedProfile['findings']])[] {
  const resources = kubernetesObjects(root).flatMap(({ object }) => {
    const resource = parseProfileResource(object);
    return resource === undefined ? (parseWantedProfiles(object) ?? []) : [resource];
  });
  return resources.map((resource, index) => [
    resource.spec.name.value || (profiles[index]?.profile.name ?? ''),
    assessNewProfile(resource, context).map(({ severity, code, message, fix }) => ({ severity, code, message, fix })),
  ]);
}
