import { type Finding, finding } from '../../fargate/finding.ts';
import { checkAgainstOthers, checkCreation, identitiesOf, tooManyProfiles } from '../../fargate/profile-conflicts.ts';
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

/** The same for each of several that are wanted at once: together they may be too many for their cluster. */
export function assessNewProfiles(
  resources: readonly WantedProfile[],
  context: ProfileContext,
): readonly (readonly Finding[])[] {
  const { maxProfiles } = context.limits;
  const names = new Set(resources.some((resource) => isOurs(resource, context)) ? existingNames(context) : []);
  let isTold = false;
  return resources.map((resource) => {
    const { field, value } = resource.spec.name;
    const findings = assessNewProfile(resource, context);
    names.add(value);
    isTold ||= findings.some(({ code }) => code === 'too-many-profiles');
    if (isTold || names.size <= maxProfiles) return findings;
    isTold = true;
    return [...findings, tooManyProfiles(field, names.size, maxProfiles)];
  });
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
