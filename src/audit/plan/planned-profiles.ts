import type { FargateProfile, Selector } from '../../fargate/profile.ts';
import { compileProfiles, type ProfileSet } from '../../fargate/profile-set.ts';

/** The changes to the profiles of a cluster that a plan is about. */
export interface WantedChanges {
  /** To be created, or to replace those of the same name. */
  readonly profiles: readonly FargateProfile[];
  /** Names. */
  readonly deleted: readonly string[];
  /** Of the deleted ones, those whose replacement is created before. */
  readonly createdFirst: ReadonlySet<string>;
}

/** `replaced`: EKS cannot change a profile, so it has to be deleted and created again. */
export const PROFILE_CHANGES = ['created', 'replaced', 'deleted', 'unchanged'] as const;
export type ProfileChangeKind = (typeof PROFILE_CHANGES)[number];

export interface ProfileChange {
  readonly name: string;
  readonly change: ProfileChangeKind;
  /** Of one that is replaced: the new one is to be created before the old one is deleted, which EKS refuses. */
  readonly isCreatedFirst?: true;
}

export interface PlannedProfiles {
  readonly before: ProfileSet;
  /** With the new ones ACTIVE. */
  readonly after: ProfileSet;
  /** Those that are ACTIVE when the pods of deleted ones restart. */
  readonly atRestart: ProfileSet;
  /** In name order. */
  readonly changes: readonly ProfileChange[];
  /** The profiles whose pods EKS stops at once. Source: EKS User Guide, fargate-profile, deletion. */
  readonly stopped: ReadonlySet<string>;
}

export function planProfiles(before: ProfileSet, { profiles, deleted, createdFirst }: WantedChanges): PlannedProfiles {
  const wanted = new Map(profiles.map((profile) => [profile.name, profile]));
  const names = [...new Set([...wanted.keys(), ...deleted])].toSorted();
  const changes = names
    .filter((name) => wanted.has(name) || before.byName.has(name))
    .map((name) => ({ name, change: changeOf(before.byName.get(name)?.profile, wanted.get(name), deleted) }))
    .map((change) => (change.change === 'replaced' && createdFirst.has(change.name) ? refusedByEks(change) : change));
  const kept = before.profiles.filter(({ name }) => !names.includes(name) || isUnchanged(changes, name));
  const made = profiles.filter(({ name }) => !isUnchanged(changes, name));
  const after = compileProfiles([
    ...kept,
    ...made.map((profile) => ({ ...profile, status: 'ACTIVE', healthIssues: [] }) as const),
  ]);
  const isAllCreatedFirst = deleted.length > 0 && deleted.every((name) => createdFirst.has(name));
  return {
    before,
    after,
    atRestart: isAllCreatedFirst ? after : compileProfiles(kept),
    changes,
    stopped: new Set(
      changes.filter(({ change }) => change === 'deleted' || change === 'replaced').map(({ name }) => name),
    ),
  };
}

/** A name is unique in a cluster. */
function refusedByEks(change: ProfileChange): ProfileChange {
  return { ...change, isCreatedFirst: true };
}

/** How often EKS has to create or delete a profile, one after the other. */
export function operationsOf(changes: readonly ProfileChange[]): number {
  return changes.reduce((sum, { change }) => sum + OPERATIONS[change], 0);
}

const OPERATIONS: Readonly<Record<ProfileChangeKind, number>> = { created: 1, replaced: 2, deleted: 1, unchanged: 0 };

function changeOf(
  before: FargateProfile | undefined,
  wanted: FargateProfile | undefined,
  deleted: readonly string[],
): ProfileChangeKind {
  if (wanted === undefined) return 'deleted';
  if (before === undefined) return 'created';
  const isSame = !deleted.includes(wanted.name) && selectorsText(before.selectors) === selectorsText(wanted.selectors);
  return isSame ? 'unchanged' : 'replaced';
}

function isUnchanged(changes: readonly ProfileChange[], name: string): boolean {
  return changes.some((one) => one.name === name && one.change === 'unchanged');
}

/** The order of selectors, and of the labels of one, means nothing. */
function selectorsText(selectors: readonly Selector[]): string {
  const texts = selectors.map(({ namespace, labels }) => JSON.stringify([namespace, [...labels].toSorted()]));
  return texts.toSorted().join('\n');
}
