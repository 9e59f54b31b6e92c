import { type Finding, finding } from '../../fargate/finding.ts';
import {
  checkAgainstOthers,
  checkCreation,
  duplicateName,
  identitiesOf,
  tooManyProfiles,
} from '../../fargate/profile-conflicts.ts';
import { checkProfile, checkRole, type ProfileLimits } from '../../fargate/profile-rules.ts';
import type { ProfileSet } from '../../fargate/profile-set.ts';
import { effectiveSelectors, type ProfileSpec } from '../../fargate/profile-spec.ts';
import type { WantedProfile } from '../profiles/form.ts';

export interface ProfileContext {
  readonly limits: ProfileLimits;
  readonly cluster: ClusterProfiles;
}

/** The profiles in memory, and which cluster they are of. */
export interface ClusterProfiles {
  /** Undefined where the cluster is not known: then profiles are not compared with each other. */
  readonly clusterName: string | undefined;
  /** Undefined while none have been loaded. */
  readonly profiles: ProfileSet | undefined;
}

/** What is to be said about a profile that is to be created: the same for webhook and command line. */
export function assessNewProfile(resource: WantedProfile, { limits, cluster }: ProfileContext): readonly Finding[] {
  const { spec } = resource;
  const own = [...checkProfile(spec, limits), ...checkRole(spec)];
  const others = comparable(resource, own, cluster);
  return others === undefined
    ? own
    : [...own, ...checkAgainstOthers(spec, others), ...checkCreation(spec, others, limits)];
}

/** Where a profile of the input is. */
export interface ProfilePlace {
  /** Profiles that do not say whose they are belong together with those of the same file. */
  readonly file: string;
  /** In words. */
  readonly place: string;
}

/**
 * The profiles of one input, whatever files and documents they are in: two may have one name, and together they may be
 * too many for their cluster. A finding is on the later of the two, and on the first that is too many.
 */
export class InputProfiles {
  readonly #context: ProfileContext;
  readonly #clusters = new Map<string, InputCluster>();

  constructor(context: ProfileContext) {
    this.#context = context;
  }

  /** What {@link assessNewProfile} says, and what concerns the profiles before it. */
  assess(resource: WantedProfile, { file, place }: ProfilePlace): readonly Finding[] {
    const { field, value } = resource.spec.name;
    const { maxProfiles } = this.#context.limits;
    const findings = assessNewProfile(resource, this.#context);
    const cluster = this.#clusterOf(resource, file);
    const created = { file, place, selectors: identitiesOf(effectiveSelectors(resource.spec).selectors) };
    const isCreated = value !== '' && resource.spec.creation === 'expected';
    const other = isCreated ? cluster.created.get(value) : undefined;
    cluster.names.add(value === '' ? place : value);
    if (isCreated && other === undefined) cluster.created.set(value, created);
    cluster.isTooMany ||= findings.some(({ code }) => code === 'too-many-profiles');
    const isFirstTooMany = !cluster.isTooMany && cluster.names.size > maxProfiles;
    cluster.isTooMany ||= isFirstTooMany;
    return [
      ...findings,
      ...(other === undefined || isCopy(created, other) ? [] : [duplicateName(field, value, other.place)]),
      ...(isFirstTooMany ? [tooManyProfiles(field, cluster.names.size, maxProfiles)] : []),
    ];
  }

  #clusterOf(resource: WantedProfile, file: string): InputCluster {
    const key = JSON.stringify(resource.clusterName === undefined ? { file } : { cluster: resource.clusterName });
    const known = this.#clusters.get(key);
    if (known !== undefined) return known;
    const names = new Set(isOurs(resource, this.#context) ? existingNames(this.#context) : []);
    const cluster = { names, created: new Map<string, CreatedProfile>(), isTooMany: false };
    this.#clusters.set(key, cluster);
    return cluster;
  }
}

interface InputCluster {
  /** Of existing profiles too. */
  readonly names: Set<string>;
  /** Those that are to be created, by name. */
  readonly created: Map<string, CreatedProfile>;
  isTooMany: boolean;
}

interface CreatedProfile extends ProfilePlace {
  /** {@link identitiesOf} them. */
  readonly selectors: string;
}

/** Another file may hold the same profile once more, such as what the AWS CLI says of it. */
function isCopy(one: CreatedProfile, other: CreatedProfile): boolean {
  return one.file !== other.file && one.selectors === other.selectors;
}

function existingNames({ cluster: { profiles } }: ProfileContext): readonly string[] {
  return profiles?.profiles.filter(({ status }) => status !== 'DELETING').map(({ name }) => name) ?? [];
}

function isOurs({ clusterName }: WantedProfile, { cluster }: Pick<ProfileContext, 'cluster'>): boolean {
  return cluster.clusterName !== undefined && clusterName === cluster.clusterName;
}

/** EKS reads the role only when a profile is created, and cannot change one that exists. */
export function assessProfileChange(
  before: WantedProfile,
  after: WantedProfile,
  { limits, cluster }: ProfileContext,
): readonly Finding[] {
  const own = checkProfile(after.spec, limits);
  const others = comparable(after, own, cluster);
  const conflicts = others === undefined ? [] : checkAgainstOthers(after.spec, others);
  return [...own, ...checkChange(before.spec, after.spec), ...conflicts];
}

/** Only where the resource has selectors and no error, and is known to be for the cluster whose profiles we have. */
function comparable(
  resource: WantedProfile,
  own: readonly Finding[],
  cluster: ClusterProfiles,
): ProfileSet | undefined {
  const { spec } = resource;
  const hasSelectors = effectiveSelectors(spec).selectors.length > 0;
  const isComparable = spec.creation !== 'never' && hasSelectors && !own.some(({ severity }) => severity === 'error');
  return isComparable && isOurs(resource, { cluster }) ? cluster.profiles : undefined;
}

function checkChange(before: ProfileSpec, after: ProfileSpec): readonly Finding[] {
  const { field, selectors } = effectiveSelectors(after);
  const { selectors: earlier } = effectiveSelectors(before);
  // A controller that adopts a profile fills in the selectors that it has found.
  if (earlier.length === 0 || identitiesOf(earlier) === identitiesOf(selectors)) return [];
  const message = 'EKS cannot change the selectors of a profile that exists';
  return [finding('selectors-changed', { field, problem: { kind: 'forbidden' }, message })];
}
