import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../../src/documents/field.ts';
import {
  accountLines,
  answerEks,
  NO_ENTRY,
  POLICY_ATTACHED,
  runChecked,
  waitingPod,
} from '../../support/aws/checked-audit.ts';
import { startAwsFront } from '../../support/aws/front.ts';
import { createNetwork, createRole, useMoto } from '../../support/aws/moto.ts';
import { readPage } from '../../support/docs/parts.ts';
import { awsEnvironment } from '../../support/eks/aws-environment.ts';
import { listOf } from '../../support/kubernetes/api-server.ts';
import { runMain } from '../../support/processes/main-process.ts';
import { findMotoServer, skipWithout } from '../../support/processes/programs.ts';

const PODS = Array.from({ length: 12 }, (_, index) => waitingPod(`web-${index}`));

function trusting(sourceArn: string): object {
  return {
    Effect: 'Allow',
    Principal: { Service: 'eks-fargate-pods.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: { ArnLike: { 'aws:SourceArn': sourceArn } },
  };
}

const OF_THE_CLUSTER = trusting('arn:aws:eks:eu-west-1:123456789012:fargateprofile/demo/*');

// EC2 and IAM are moto's. moto has neither access entries nor the quota of Fargate: the test answers for EKS and Service Quotas.
describe('audit --aws-checks on a served account', { skip: skipWithout(findMotoServer()) }, () => {
  const motoUrl = useMoto(findMotoServer());

  test('passes where the pods fit', async (t) => {
    const front = await startAwsFront(t, motoUrl());
    const { privateSubnet } = await createNetwork(motoUrl());
    const roleArn = await createRole(motoUrl(), 'fitting', OF_THE_CLUSTER);
    answerEks(front, { subnets: [privateSubnet], roleArn });
    front.answer('iam:ListAttachedRolePolicies', POLICY_ATTACHED);
    const run = await runChecked(t, front, { pods: PODS.slice(0, 4) });
    assert.deepEqual(accountLines(run), [
      'AWS account in eu-west-1: 4 pass',
      '  pass  profile web: 4 pods would start, and the subnets have 11 free addresses [addresses-free]',
      '  pass  quota Fargate On-Demand vCPU resource count: at least 1 vCPU would run in this cluster (0 now), of a quota of 4 in eu-west-1, which all clusters and ECS tasks of the account share [vcpu-quota-free]',
      '  pass  profile web: its subnets are private [subnets-private]',
      `  pass  role ${roleArn}: trusts eks-fargate-pods.amazonaws.com for profile web, and the cluster knows it [role-ready]`,
    ]);
  });

  test('fails where more pods wait than the subnets have addresses', async (t) => {
    const front = await startAwsFront(t, motoUrl());
    const { privateSubnet } = await createNetwork(motoUrl());
    answerEks(front, { subnets: [privateSubnet] });
    const run = await runChecked(t, front, { pods: PODS, args: ['audit', '--aws-checks', '--fail-on=fail'] });
    assert.equal(run.code, 1);
    assert.match(
      accountLines(run).join('\n'),
      /^ {2}fail {2}profile web: 12 pods would start, and the subnets have 11 free addresses: 1 too few \[too-few-addresses\]$/m,
    );
  });

  test('names a public subnet, one that does not exist, and a role that does not exist', async (t) => {
    const front = await startAwsFront(t, motoUrl());
    const { publicSubnet } = await createNetwork(motoUrl());
    answerEks(front, { subnets: [publicSubnet, 'subnet-0000'], roleArn: 'arn:aws:iam::123456789012:role/gone' });
    const lines = accountLines(await runChecked(t, front)).join('\n');
    assert.match(lines, new RegExp(`warn {2}profile web: subnet ${publicSubnet} has a route to an internet gateway`));
    assert.match(lines, /fail {2}profile web: subnet subnet-0000 does not exist in the region/);
    assert.match(lines, /fail {2}role arn:aws:iam::123456789012:role\/gone: does not exist/);
  });

  test('says that a role may not be allowed to pull images without the policy of AWS', async (t) => {
    const front = await startAwsFront(t, motoUrl());
    answerEks(front, { roleArn: await createRole(motoUrl(), 'without-policy', OF_THE_CLUSTER) });
    assert.match(
      accountLines(await runChecked(t, front)).join('\n'),
      /warn {2}role .*: may not be allowed to pull images from Amazon ECR: .* \[role-permissions\]/,
    );
  });

  test('calls what the IAM policy in the documentation allows, and nothing else', async (t) => {
    const front = await startAwsFront(t, motoUrl());
    const { privateSubnet } = await createNetwork(motoUrl());
    answerEks(front, { subnets: [privateSubnet], roleArn: await createRole(motoUrl(), 'called', OF_THE_CLUSTER) });
    front.answer('servicequotas:GetServiceQuota', { status: 400, body: {}, error: 'NoSuchResourceException' });
    front.answer('servicequotas:GetAWSDefaultServiceQuota', { status: 200, body: { Quota: { Value: 6 } } });
    await runChecked(t, front);
    const [, policy = ''] = /```json\n([\s\S]*?)```/.exec(readPage('docs/guides/aws-checks.md')) ?? [];
    const allowed = new Field(JSON.parse(policy)).get('Statement').list()[0]?.get('Action').value;
    assert.deepEqual(allowed, [...front.actions].toSorted());
  });

  test('fails for a role that trusts the profiles of another cluster', async (t) => {
    const front = await startAwsFront(t, motoUrl());
    const other = trusting('arn:aws:eks:eu-west-1:123456789012:fargateprofile/other/*');
    answerEks(front, { roleArn: await createRole(motoUrl(), 'other', other) });
    assert.match(
      accountLines(await runChecked(t, front)).join('\n'),
      /fail {2}role .*: its trust does not fit profile web: ArnLike aws:SourceArn arn:.*\/other\/\* \[role-source-arn\]/,
    );
  });

  test('finds a role in the ConfigMap of a cluster without an access entry for it', async (t) => {
    const front = await startAwsFront(t, motoUrl());
    const { privateSubnet } = await createNetwork(motoUrl());
    const roleArn = await createRole(motoUrl(), 'in-config-map', OF_THE_CLUSTER);
    answerEks(front, { subnets: [privateSubnet], roleArn, authenticationMode: 'API_AND_CONFIG_MAP' });
    front.answer('eks:DescribeAccessEntry', NO_ENTRY);
    front.answer('iam:ListAttachedRolePolicies', POLICY_ATTACHED);
    const codesWith = async (mapRoles: string): Promise<string> => {
      const path = '/api/v1/namespaces/kube-system/configmaps/aws-auth';
      const answers = { [path]: { status: 200, body: { data: { mapRoles } } } };
      return accountLines(await runChecked(t, front, { answers })).join('\n');
    };
    assert.match(await codesWith(`- rolearn: ${roleArn}\n  username: x\n`), /\[role-ready\]/);
    assert.match(await codesWith('[]'), /whose authentication mode is API_AND_CONFIG_MAP.* \[role-without-access\]/);
  });
});

describe('audit --aws-checks', () => {
  test('names each missing right once, and goes on', async (t) => {
    const front = await startAwsFront(t);
    answerEks(front);
    for (const action of ['ec2:DescribeSubnets', 'iam:GetRole', 'iam:ListAttachedRolePolicies']) front.deny(action);
    const run = await runChecked(t, front, { pods: PODS.slice(0, 1) });
    assert.equal(run.code, 0);
    assert.deepEqual(accountLines(run), [
      'AWS account in eu-west-1: 1 pass, 3 not checked',
      '  pass  quota Fargate On-Demand vCPU resource count: at least 0.25 vCPU would run in this cluster (0 now), of a quota of 4 in eu-west-1, which all clusters and ECS tasks of the account share [vcpu-quota-free]',
      '  not checked  ec2:DescribeSubnets: needs the right to ec2:DescribeSubnets [not-checked]',
      '  not checked  iam:GetRole: needs the right to iam:GetRole [not-checked]',
      '  not checked  iam:ListAttachedRolePolicies: needs the right to iam:ListAttachedRolePolicies [not-checked]',
    ]);
  });

  test('takes the default quota where the account has none of its own', async (t) => {
    const front = await startAwsFront(t);
    answerEks(front);
    front.answer('servicequotas:GetServiceQuota', { status: 400, body: {}, error: 'NoSuchResourceException' });
    front.answer('servicequotas:GetAWSDefaultServiceQuota', { status: 200, body: { Quota: { Value: 6 } } });
    assert.match(accountLines(await runChecked(t, front)).join('\n'), /of the default quota of 6 in eu-west-1/);
  });

  test('says that AWS throttles, and calls no more for it', async (t) => {
    const front = await startAwsFront(t);
    answerEks(front);
    front.answer('servicequotas:GetServiceQuota', { status: 429, body: {}, error: 'TooManyRequestsException' });
    const lines = accountLines(await runChecked(t, front)).join('\n');
    assert.match(lines, /servicequotas:GetServiceQuota: not answered: TooManyRequestsException: recorded/);
    assert.equal(front.calls.filter((action) => action === 'servicequotas:GetServiceQuota').length, 1);
  });

  test('counts pods that a StatefulSet has not created yet', async (t) => {
    const front = await startAwsFront(t);
    answerEks(front);
    const template = { metadata: { labels: {} }, spec: { containers: [{ name: 'main' }] } };
    const metadata = { name: 'db', namespace: 'shop' };
    const statefulSet = { metadata, spec: { replicas: 5, template }, status: { replicas: 1 } };
    const answers = { '/apis/apps/v1/statefulsets?limit=500': listOf([statefulSet]) };
    assert.match(
      accountLines(await runChecked(t, front, { answers })).join('\n'),
      /at least 1 vCPU would run in this cluster \(0 now\)/,
    );
  });

  test('counts no pod that Fargate refuses, and counts one that has finished and holds its node', async (t) => {
    const front = await startAwsFront(t);
    answerEks(front);
    const spec = { schedulerName: 'fargate-scheduler', containers: [{ name: 'main' }] };
    const refused = { ...waitingPod('refused'), spec: { ...spec, hostNetwork: true } };
    const finished = {
      ...waitingPod('finished'),
      spec: { ...spec, nodeName: 'fargate-ip-10-0-0-1' },
      status: { phase: 'Succeeded' },
    };
    const events = '/api/v1/events?limit=500&fieldSelector=reason%3DFailedScheduling';
    const message = 'Pod not supported on Fargate: fields not supported: HostNetwork';
    const answers = {
      [events]: listOf([
        { involvedObject: { namespace: 'shop', name: 'refused' }, message, lastTimestamp: '2026-11-01T00:00:00Z' },
      ]),
    };
    assert.match(
      accountLines(await runChecked(t, front, { pods: [refused, finished], answers })).join('\n'),
      /at least 0\.25 vCPU would run in this cluster \(0\.25 now\)/,
    );
  });

  test('says that it may not read the ConfigMap that knows the roles', async (t) => {
    const front = await startAwsFront(t);
    answerEks(front, { subnets: [], authenticationMode: 'CONFIG_MAP' });
    const path = '/api/v1/namespaces/kube-system/configmaps/aws-auth';
    const answers = { [path]: { status: 403, body: { message: 'configmaps "aws-auth" is forbidden' } } };
    const lines = accountLines(await runChecked(t, front, { answers })).join('\n');
    assert.match(lines, /not checked {2}ConfigMap aws-auth: .*configmaps "aws-auth" is forbidden/);
    assert.doesNotMatch(lines, /role-without-access/);
  });

  test('is part of the report as JSON', async (t) => {
    const front = await startAwsFront(t);
    answerEks(front);
    const { output } = await runChecked(t, front, { args: ['audit', '--aws-checks', '-o=json'] });
    const report = new Field(JSON.parse(output)).get('awsChecks');
    assert.equal(report.get('region').value, 'eu-west-1');
    assert.equal(report.get('checks').list()[0]?.get('code').value, 'vcpu-quota-free');
  });

  test('calls nothing of the account without the flag', async (t) => {
    const front = await startAwsFront(t);
    answerEks(front);
    await runChecked(t, front, { args: ['audit'] });
    assert.deepEqual([...front.actions].toSorted(), ['eks:DescribeFargateProfile', 'eks:ListFargateProfiles']);
  });

  test('is refused for profiles of files, for several clusters and with --every', async (t) => {
    const front = await startAwsFront(t);
    const errorsOf = async (...args: readonly string[]): Promise<string> =>
      (await runChecked(t, front, { args: ['audit', '--aws-checks', ...args] })).errors;
    assert.match(await errorsOf('--profiles=profiles.yaml'), /^--aws-checks: needs the profiles of EKS/m);
    assert.match(await errorsOf('--all-contexts'), /^--aws-checks: not with several clusters$/m);
    assert.match(await errorsOf('--every=10m'), /^--every and --aws-checks: choose one$/m);
  });
});

/** Node.js finds none of the optional packages, as in the container image. */
const WITHOUT_OPTIONAL = `data:text/javascript,import { registerHooks } from 'node:module';
registerHooks({ resolve: (specifier, context, next) =>
  next(specifier.replace(/^@aws-sdk.client-(ec2|iam|service-quotas)$/, 'not-installed-$1'), context) });`;

test('audit --aws-checks says which packages are missing, before it reads anything', async (t) => {
  const front = await startAwsFront(t);
  const NODE_OPTIONS = `--import=${JSON.stringify(encodeURI(WITHOUT_OPTIONAL))}`;
  const { code, stderr } = await runMain(['audit', '--aws-checks', '--cluster-name=demo'], {
    env: { ...awsEnvironment(front.url), NODE_OPTIONS },
  });
  assert.equal(code, 2);
  assert.match(stderr, /^--aws-checks: this installation has no @aws-sdk\/client-ec2, .*; fix: use the executable/m);
  assert.deepEqual(front.calls, []);
});
