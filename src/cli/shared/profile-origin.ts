import type { Command } from 'commander';
import { type ProfileOrigin, readProfileOrigin } from '../../settings/config.ts';
import type { SettingReader } from '../../settings/reader.ts';
import { SETTINGS } from '../../settings/table.ts';
import { findRegionLazily } from './find-region.ts';
import { isGiven, type SwitchFlag } from './flag.ts';

export const PROFILE_RESOURCES = {
  name: 'profile-resources',
  description: 'take the Fargate profiles from the FargateProfile resources in the cluster, instead of EKS or files',
} as const satisfies SwitchFlag;

/** Where profiles come from: besides what the webhook knows, the resources of the cluster itself. */
export type ClusterProfileOrigin =
  | ProfileOrigin
  | { readonly kind: 'resources'; readonly clusterName: string | undefined };

/** Undefined where nothing usable is given; the reader keeps why. */
export async function readClusterProfileOrigin(
  command: Command,
  reader: SettingReader,
): Promise<ClusterProfileOrigin | undefined> {
  const flag = `--${PROFILE_RESOURCES.name}`;
  if (!isGiven(command, PROFILE_RESOURCES)) return readProfileOrigin(reader, findRegionLazily, [flag]);
  const clusterName = reader.read(SETTINGS.clusterName);
  if (reader.read(SETTINGS.profiles) !== undefined) {
    reader.reject(`${flag} and ${reader.nameOf(SETTINGS.profiles)}: choose one`);
  }
  return { kind: 'resources', clusterName };
}
