import type { Command } from 'commander';
import type { ProfileLimits } from '../../fargate/profile-rules.ts';
import { type ProfileOrigin, type RegionLookup, readProfileOrigin } from '../../settings/config.ts';
import type { SettingReader } from '../../settings/reader.ts';
import { SETTINGS } from '../../settings/table.ts';
import { isGiven, type SwitchFlag } from './flags.ts';

export const PROFILE_RESOURCES = {
  name: 'profile-resources',
  description: 'take the Fargate profiles from the FargateProfile resources in the cluster, instead of EKS or files',
} as const satisfies SwitchFlag;

/** Where profiles come from: a source of the webhook, or the FargateProfile resources of the cluster. */
export type ClusterProfileOrigin =
  | ProfileOrigin
  | { readonly kind: 'resources'; readonly clusterName: string | undefined }
  | InPlan;

/** The profiles are those that the plan given with `-f` holds. */
export interface InPlan {
  readonly kind: 'in-plan';
  readonly clusterName: undefined;
}

/** Undefined for no source and for an invalid one, which the reader rejects. */
export async function readClusterProfileOrigin(
  command: Command,
  reader: SettingReader,
  mayBeInPlan: boolean,
): Promise<ClusterProfileOrigin | undefined> {
  const flag = `--${PROFILE_RESOURCES.name}`;
  if (!isGiven(command, PROFILE_RESOURCES)) {
    const problems = reader.problems.length;
    const origin = await readProfileOrigin(reader, findRegionLazily, mayBeInPlan ? undefined : [flag]);
    const isNone = origin === undefined && reader.problems.length === problems;
    return mayBeInPlan && isNone ? { kind: 'in-plan', clusterName: undefined } : origin;
  }
  const clusterName = reader.read(SETTINGS.clusterName);
  if (reader.read(SETTINGS.profiles) !== undefined) {
    reader.reject(`${flag} and ${reader.nameOf(SETTINGS.profiles)}: choose one`);
  }
  return { kind: 'resources', clusterName };
}

/** Loads the AWS SDK only where EKS is the source: loading it takes time. */
export async function findRegionLazily(): Promise<RegionLookup> {
  const { findRegion } = await import('../../profiles/eks-api.ts');
  return findRegion();
}

/** Standard input can be read for one thing. `others`: the paths of what the command reads besides the profiles. */
export function rejectSecondInput(
  reader: SettingReader,
  origin: ClusterProfileOrigin | undefined,
  ...others: readonly (readonly string[])[]
): void {
  const given = [...others, origin?.kind === 'files' ? [origin.path] : []].filter((paths) => paths.includes('-'));
  if (given.length > 1) reader.reject('-: standard input can be given for one thing only');
}

/** Quotas that AWS can raise for an account. */
export const LIMIT_SETTINGS = [SETTINGS.maxSelectors, SETTINGS.maxLabels, SETTINGS.maxProfiles] as const;

export function readProfileLimits(reader: SettingReader): ProfileLimits {
  return {
    maxSelectors: reader.read(SETTINGS.maxSelectors),
    maxLabels: reader.read(SETTINGS.maxLabels),
    maxProfiles: reader.read(SETTINGS.maxProfiles),
  };
}
