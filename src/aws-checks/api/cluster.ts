import type { Field } from '../../documents/field.ts';
import type { EksAccountApi } from '../../profiles/eks-account.ts';
import type { ProfileFacts, RoleAccess } from '../facts.ts';
import type { AwsCalls } from './aws-calls.ts';

export interface EksCluster {
  readonly arn: string;
  /** `API`, `API_AND_CONFIG_MAP` or `CONFIG_MAP`. */
  readonly authenticationMode: string;
  readonly ipFamily: string | undefined;
}

/** Source: EKS API reference, Cluster. A cluster that is older than access entries has the ConfigMap only. */
export function readCluster(calls: AwsCalls, api: EksAccountApi): Promise<EksCluster | undefined> {
  return calls.read('eks:DescribeCluster', {
    send: (signal) => api.describeCluster(signal),
    parse: (answer) => {
      const cluster = answer.get('cluster');
      return {
        arn: cluster.get('arn').string() ?? '',
        authenticationMode: cluster.get('accessConfig').get('authenticationMode').string() ?? 'CONFIG_MAP',
        ipFamily: cluster.get('kubernetesNetworkConfig').get('ipFamily').string(),
      };
    },
  });
}

export interface ProfileToRead {
  readonly name: string;
  /** By the plan. */
  readonly isDeleted?: boolean;
}

/** Undefined for a profile that could not be read, or is gone. */
export async function readProfile(
  calls: AwsCalls,
  api: EksAccountApi,
  { name, isDeleted = false }: ProfileToRead,
): Promise<ProfileFacts | undefined> {
  const profile = await calls.read<ProfileFacts | 'gone'>('eks:DescribeFargateProfile', {
    send: (signal) => api.describeProfile(name, signal),
    parse: (answer) => ({
      ...profileIn(name, answer.get('fargateProfile')),
      state: isDeleted ? 'deleted' : 'existing',
    }),
    absent: { error: 'ResourceNotFoundException', result: 'gone' },
  });
  return profile === 'gone' ? undefined : profile;
}

function profileIn(name: string, profile: Field): Omit<ProfileFacts, 'state'> {
  return {
    name,
    arn: profile.get('fargateProfileArn').string(),
    subnets: profile
      .get('subnets')
      .list()
      .flatMap((id) => id.string() ?? []),
    roleArn: profile.get('podExecutionRoleArn').string(),
  };
}

/** The ConfigMap aws-auth: the ARNs of the roles in it, or why it could not be read. */
export type AwsAuth =
  | { readonly kind: 'read'; readonly roleArns: readonly string[] }
  | { readonly kind: 'unread'; readonly reason: string };
export type ReadAwsAuth = () => Promise<AwsAuth>;

export interface AccessSources {
  readonly api: EksAccountApi;
  readonly cluster: EksCluster;
  readonly readAwsAuth: ReadAwsAuth;
}

/** By an access entry, or by the ConfigMap, as far as the cluster reads either. Source: EKS User Guide, access entries. */
export async function readAccess(
  calls: AwsCalls,
  roleArn: string,
  { api, cluster, readAwsAuth }: AccessSources,
): Promise<RoleAccess | undefined> {
  const { authenticationMode: mode } = cluster;
  const type = mode === 'CONFIG_MAP' ? NO_ENTRY : await readEntryType(calls, roleArn, api);
  if (type === undefined) return undefined;
  if (type !== NO_ENTRY) return { kind: 'entry', type };
  if (mode === 'API') return { kind: 'none', mode };
  const awsAuth = await readAwsAuth();
  if (awsAuth.kind === 'unread') {
    calls.addUnread({ action: 'ConfigMap aws-auth', reason: awsAuth.reason });
    return undefined;
  }
  return awsAuth.roleArns.some((arn) => withoutPath(arn) === withoutPath(roleArn))
    ? { kind: 'config-map' }
    : { kind: 'none', mode };
}

const NO_ENTRY = '';

function readEntryType(calls: AwsCalls, roleArn: string, api: EksAccountApi): Promise<string | undefined> {
  return calls.read('eks:DescribeAccessEntry', {
    send: (signal) => api.describeAccessEntry(roleArn, signal),
    parse: (answer) => answer.get('accessEntry').get('type').string() ?? 'STANDARD',
    absent: { error: 'ResourceNotFoundException', result: NO_ENTRY },
  });
}

/** The ConfigMap names a role without the path. Source: EKS User Guide, aws-auth. */
function withoutPath(arn: string): string {
  const [prefix = '', ...path] = arn.split('/');
  return `${prefix}/${path.at(-1) ?? ''}`;
}
