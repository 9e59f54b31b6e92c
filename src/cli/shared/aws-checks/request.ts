import type { Command } from 'commander';
import type { SettingReader } from '../../../settings/reader.ts';
import { isGiven, type SwitchFlag } from '../flags.ts';
import type { ClusterProfileOrigin } from '../profile-flags.ts';

export const AWS_CHECKS = {
  name: 'aws-checks',
  description:
    'check in the AWS account, with read-only rights, whether the pods fit: free addresses, vCPU quota, pod execution roles, private subnets',
} as const satisfies SwitchFlag;

/** The cluster whose account is checked. */
export type CheckedCluster = Extract<ClusterProfileOrigin, { kind: 'eks' }>;

/** Undefined where they are not asked for, and for an invalid request, which the reader rejects. */
export function readAwsChecks(
  command: Command,
  reader: SettingReader,
  origin: ClusterProfileOrigin | undefined,
): CheckedCluster | undefined {
  if (!isGiven(command, AWS_CHECKS) || origin === undefined) return undefined;
  if (origin.kind === 'eks') return origin;
  reader.reject(
    `--${AWS_CHECKS.name}: needs the profiles of EKS: give --cluster-name, without another source of profiles`,
  );
  return undefined;
}
