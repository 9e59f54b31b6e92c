import type { TestContext } from 'node:test';
import { answersWith } from '../cli/audit.ts';
import { setAwsEnvironment } from '../eks/aws-environment.ts';
import { type ApiAnswer, startApiServer } from '../kubernetes/api-server.ts';
import { kubeconfig, kubeconfigFile } from '../kubernetes/kubeconfig.ts';
import { type CliRun, runCli } from '../terminal.ts';
import type { AwsFront } from './front.ts';

export const ACCOUNT_ROLE = 'arn:aws:iam::123456789012:role/fargate-pods';
const CLUSTER_ARN = 'arn:aws:eks:eu-west-1:123456789012:cluster/demo';

export interface EksParts {
  readonly subnets?: readonly string[];
  readonly roleArn?: string;
  readonly authenticationMode?: string;
}

/** The cluster "demo" with one profile, `web`, that takes the pods of namespace shop; and a quota of 4 vCPU. */
export function answerEks(front: AwsFront, parts: EksParts = {}): void {
  const { subnets = ['subnet-1'], roleArn = ACCOUNT_ROLE, authenticationMode = 'API' } = parts;
  const fargateProfile = {
    fargateProfileName: 'web',
    clusterName: 'demo',
    fargateProfileArn: 'arn:aws:eks:eu-west-1:123456789012:fargateprofile/demo/web/1a2b',
    podExecutionRoleArn: roleArn,
    status: 'ACTIVE',
    subnets,
    selectors: [{ namespace: 'shop' }],
  };
  const network = { ipFamily: 'ipv4' };
  const cluster = { arn: CLUSTER_ARN, accessConfig: { authenticationMode }, kubernetesNetworkConfig: network };
  front.answer('eks:ListFargateProfiles', { status: 200, body: { fargateProfileNames: ['web'] } });
  front.answer('eks:DescribeFargateProfile', { status: 200, body: { fargateProfile } });
  front.answer('eks:DescribeCluster', { status: 200, body: { cluster } });
  front.answer('eks:DescribeAccessEntry', { status: 200, body: { accessEntry: { type: 'FARGATE_LINUX' } } });
  front.answer('servicequotas:GetServiceQuota', { status: 200, body: { Quota: { Value: 4 } } });
}

const FARGATE_POLICY = 'arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy';

/** The policy of AWS is attached. moto takes many seconds to load the policies of AWS. */
export const POLICY_ATTACHED = {
  status: 200,
  body: `<ListAttachedRolePoliciesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListAttachedRolePoliciesResult><IsTruncated>false</IsTruncated><AttachedPolicies><member><PolicyName>AmazonEKSFargatePodExecutionRolePolicy</PolicyName><PolicyArn>${FARGATE_POLICY}</PolicyArn></member></AttachedPolicies></ListAttachedRolePoliciesResult></ListAttachedRolePoliciesResponse>`,
} as const;

export const NO_ENTRY = { status: 404, body: {}, error: 'ResourceNotFoundException' } as const;

/** A pod that waits for Fargate. */
export function waitingPod(name: string): object {
  const labels = { 'eks.amazonaws.com/fargate-profile': 'web' };
  return {
    metadata: { name, namespace: 'shop', labels },
    spec: { schedulerName: 'fargate-scheduler', containers: [{ name: 'main' }] },
    status: { phase: 'Pending' },
  };
}

/** Runs a command on a cluster with these pods, whose account the front answers for. */
export async function runChecked(
  t: TestContext,
  front: AwsFront,
  { args = ['audit', '--aws-checks'], pods = [], answers = {} }: CheckedRun = {},
): Promise<CliRun> {
  setAwsEnvironment({ AWS_ENDPOINT_URL: front.url });
  const { url } = await startApiServer(t, { ...answersWith(pods), ...answers });
  const environment = { KUBECONFIG: await kubeconfigFile(t, kubeconfig({ server: url })) };
  return runCli([...args, '--cluster-name=demo'], { environment });
}

export interface CheckedRun {
  readonly args?: readonly string[];
  readonly pods?: readonly object[];
  /** Of the API server, by path. */
  readonly answers?: Readonly<Record<string, ApiAnswer>>;
}

/** The lines about the account in the table of an audit or in the text of a plan. */
export function accountLines({ output }: CliRun): readonly string[] {
  const section = output.split('\n\n').find((part) => part.startsWith('AWS account in '));
  return (section ?? '').split('\n').filter((line) => line !== '');
}
