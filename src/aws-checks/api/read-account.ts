import type { AwsClientOptions } from '../../profiles/aws-client.ts';
import { createEksAccountApi } from '../../profiles/eks-account.ts';
import { mapConcurrently } from '../../runtime/concurrency.ts';
import type { AccountFacts, ProfileFacts, RoleFacts } from '../facts.ts';
import type { Unread } from '../report.ts';
import { AwsCalls, type CallLimits } from './aws-calls.ts';
import {
  type AccessSources,
  type EksCluster,
  type ProfileToRead,
  type ReadAwsAuth,
  readAccess,
  readCluster,
  readProfile,
} from './cluster.ts';
import { readNetwork } from './network.ts';
import { readVcpuQuota } from './quota.ts';
import { createRoleReader } from './roles.ts';

/** A profile of the cluster, or one that a file plans. */
export interface ProfileToCheck extends ProfileToRead {
  /** Of a profile that EKS does not have yet. */
  readonly planned?: Pick<ProfileFacts, 'subnets' | 'roleArn'>;
}

export interface AccountReading extends AwsClientOptions, CallLimits {
  readonly account: NonNullable<AwsClientOptions['account']>;
  readonly clusterName: string;
  readonly profiles: readonly ProfileToCheck[];
  readonly readAwsAuth: ReadAwsAuth;
}

export interface ReadAccount {
  readonly facts: AccountFacts;
  readonly unread: readonly Unread[];
}

/** The rate limits of EC2 and IAM are per account: a handful of calls at a time stays friendly to its other users. */
const CONCURRENT_CALLS = 4;

/** Reads what it can: what fails is in `unread`, and the rest goes on. */
export async function readAccount(reading: AccountReading): Promise<ReadAccount> {
  const calls = new AwsCalls(reading);
  const api = createEksAccountApi(reading.clusterName, reading);
  const [cluster, vcpuQuota] = await Promise.all([readCluster(calls, api), readVcpuQuota(calls, reading)]);
  const profiles = await readProfiles(reading, { calls, api, cluster });
  const ids = [...new Set(profiles.flatMap(({ subnets }) => subnets ?? []))];
  const sources = cluster && { api, cluster, readAwsAuth: once(reading.readAwsAuth) };
  const [network, roles] = await Promise.all([
    readNetwork(calls, ids, reading),
    readRoles(calls, rolesOf(profiles), { reading, sources }),
  ]);
  const facts = { region: reading.account.region, profiles, ...network, roles, vcpuQuota, ipFamily: cluster?.ipFamily };
  return { facts, unread: calls.unread };
}

interface Known extends Pick<AccessSources, 'api'> {
  readonly calls: AwsCalls;
  readonly cluster: EksCluster | undefined;
}

async function readProfiles(
  { profiles }: AccountReading,
  { calls, api, cluster }: Known,
): Promise<readonly ProfileFacts[]> {
  const read = await mapConcurrently(profiles, CONCURRENT_CALLS, ({ planned, ...profile }) =>
    planned === undefined
      ? readProfile(calls, api, profile)
      : Promise.resolve(plannedProfile(profile.name, planned, cluster)),
  );
  return read.filter((profile) => profile !== undefined);
}

function plannedProfile(
  name: string,
  planned: NonNullable<ProfileToCheck['planned']>,
  cluster: EksCluster | undefined,
): ProfileFacts {
  return { name, arn: cluster && plannedArn(cluster.arn, name), ...planned, state: 'planned' };
}

/** EKS ends the ARN of a profile with an ID that it makes up. Source: EKS API reference, fargateProfileArn. */
function plannedArn(clusterArn: string, name: string): string {
  return `${clusterArn.replace(':cluster/', ':fargateprofile/')}/${name}/00000000-0000-0000-0000-000000000000`;
}

function rolesOf(profiles: readonly ProfileFacts[]): readonly string[] {
  return [...new Set(profiles.flatMap(({ roleArn, state }) => (state === 'deleted' ? [] : (roleArn ?? []))))];
}

interface RoleReading {
  readonly reading: AccountReading;
  readonly sources: AccessSources | undefined;
}

async function readRoles(
  calls: AwsCalls,
  arns: readonly string[],
  { reading, sources }: RoleReading,
): Promise<AccountFacts['roles']> {
  const reader = createRoleReader(calls, reading);
  const entries = await mapConcurrently(arns, CONCURRENT_CALLS, async (arn): Promise<[string, RoleFacts]> => {
    const role = await reader.readRole(arn);
    const isThere = role.trust?.kind !== 'missing-role';
    const access = sources && isThere ? await readAccess(calls, arn, sources) : undefined;
    return [arn, { ...role, access }];
  });
  return new Map(entries);
}

function once<Result>(read: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= read();
    return result;
  };
}
