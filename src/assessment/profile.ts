import type { ProfileResource } from '../documents/profile-resource.ts';
import { type Finding, finding } from '../fargate/finding.ts';
import { checkAgainstOthers, checkCreation, identitiesOf } from '../fargate/profile-conflicts.ts';
import { checkProfile, checkRole, type SelectorLimits } from '../fargate/profile-rules.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import { effectiveSelectors, type ProfileSpec } from '../fargate/profile-spec.ts';

export interface ProfileContext {
  readonly limits: SelectorLimits;
  readonly cluster: ClusterProfiles;
}

/** The profiles in memory, and which cluster they are of. */
export interface ClusterProfiles {
  /** Undefined where nobody told: then nothing is said about one profile against others. */
  readonly clusterName: string | undefined;
  /** Undefined while none have been loaded. */
  readonly profiles: ProfileSet | undefined;
}

/** What is to be said about a profile that is to be created: the same for webhook and command line. */
export function assessNewProfile(resource: ProfileResource, { limits, cluster }: ProfileContext): readonly Finding[] {
  const { spec } = resource;
  const own = [...checkProfile(spec, limits), ...checkRole(spec)];
  const others = comparable(resource, own, cluster);
  return others === undefined ? own : [...own, ...checkAgainstOthers(spec, others), ...checkCreation(spec, others)];
}

/** EKS reads the role only when a profile is created, and cannot change one that exists. */
export function assessProfileChange(
  before: ProfileResource,
  after: ProfileResource,
  { limits, cluster }: ProfileContext,
): readonly Finding[] {
  const own = checkProfile(after.spec, limits);
  const others = comparable(after, own, cluster);
  const conflicts = others === undefined ? [] : checkAgainstOthers(after.spec, others);
  return [...own, ...checkChange(before.spec, after.spec), ...conflicts];
}

/** Only where the resource has selectors and no error, and is known to be for the cluster whose profiles we have. */
function comparable(
  { spec, clusterName }: ProfileResource,
  own: readonly Finding[],
  cluster: ClusterProfiles,
): ProfileSet | undefined {
  const isOurs = cluster.clusterName !== undefined && clusterName === cluster.clusterName;
  const hasSelectors = effectiveSelectors(spec).selectors.length > 0;
  const isComparable = spec.creation !== 'never' && hasSelectors && !own.some(({ severity }) => severity === 'error');
  return isOurs && isComparable ? cluster.profiles : undefined;
}

function checkChange(before: ProfileSpec, after: ProfileSpec): readonly Finding[] {
  const { field, selectors } = effectiveSelectors(after);
  const { selectors: earlier } = effectiveSelectors(before);
  // A controller that adopts a profile fills in the selectors that it has found.
  if (earlier.length === 0 || identitiesOf(earlier) === identitiesOf(selectors)) return [];
  const message = 'EKS cannot change the selectors of a profile that exists';
  return [finding('selectors-changed', { field, problem: { kind: 'forbidden' }, message })];
}
