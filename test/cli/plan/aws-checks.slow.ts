import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import {
  ACCOUNT_ROLE,
  accountLines,
  answerEks,
  NO_ENTRY,
  runChecked,
  waitingPod,
} from '../../support/aws/checked-audit.ts';
import { type AwsFront, startAwsFront } from '../../support/aws/front.ts';
import { createNetwork, createRole, useMoto } from '../../support/aws/moto.ts';
import { findMotoServer, skipWithout } from '../../support/processes/programs.ts';
import { fileWith } from '../../support/profile-files.ts';
import type { CliRun } from '../../support/terminal.ts';

interface ProfileParts {
  readonly name: string;
  readonly namespace: string;
  readonly subnets?: readonly string[];
}

/** The input of `aws eks create-fargate-profile`. */
function profileText({ name, namespace, subnets }: ProfileParts): string {
  return JSON.stringify({
    fargateProfileName: name,
    podExecutionRoleArn: ACCOUNT_ROLE,
    selectors: [{ namespace }],
    ...(subnets === undefined ? {} : { subnets }),
  });
}

/** A pod on EC2. */
function toolPod(name: string): object {
  return {
    metadata: { name, namespace: 'tools', labels: {} },
    spec: { nodeName: 'ip-10-0-0-2', containers: [{ name: 'main' }] },
    status: { phase: 'Running' },
  };
}

/** A pod of profile web that runs. */
function webPod(name: string): object {
  return {
    metadata: {
      name,
      namespace: 'shop',
      labels: { 'eks.amazonaws.com/fargate-profile': 'web' },
      annotations: { CapacityProvisioned: '0.25vCPU 0.5GB' },
    },
    spec: { nodeName: 'fargate-1', schedulerName: 'fargate-scheduler', containers: [{ name: 'main' }] },
    status: { phase: 'Running' },
  };
}

async function plan(
  t: TestContext,
  front: AwsFront,
  {
    file,
    args = [],
    pods,
  }: { readonly file: string; readonly args?: readonly string[]; readonly pods: readonly object[] },
): Promise<CliRun> {
  const path = await fileWith(t, 'new.json', file);
  return runChecked(t, front, { args: ['plan', '--aws-checks', `-f=${path}`, ...args], pods });
}

function many(count: number, make: (name: string) => object): readonly object[] {
  return Array.from({ length: count }, (_, index) => make(`pod-${index}`));
}

describe('plan --aws-checks on a served account', { skip: skipWithout(findMotoServer()) }, () => {
  const motoUrl = useMoto(findMotoServer());

  test('says that pods will not fit before they move', async (t) => {
    const front = await startAwsFront(t, motoUrl());
    const { privateSubnet } = await createNetwork(motoUrl());
    answerEks(front, { subnets: [privateSubnet] });
    const file = profileText({ name: 'tools', namespace: 'tools', subnets: [privateSubnet] });
    const run = await plan(t, front, { file, args: ['--fail-on=fail'], pods: many(20, toolPod) });
    assert.equal(run.code, 1);
    const lines = accountLines(run).join('\n');
    assert.match(
      lines,
      /fail {2}profiles web, tools: 20 pods would start, and the subnets have 11 free addresses: 9 too few/,
    );
    assert.match(lines, /fail {2}quota .*: at least 5 vCPU would run in this cluster \(0 now\), of a quota of 4 /);
  });

  test('counts what the pods of a replaced profile give back', async (t) => {
    const front = await startAwsFront(t, motoUrl());
    const { privateSubnet } = await createNetwork(motoUrl());
    answerEks(front, { subnets: [privateSubnet] });
    const file = profileText({ name: 'shop', namespace: 'shop', subnets: [privateSubnet] });
    const run = await plan(t, front, { file, args: ['--delete=web'], pods: many(12, webPod) });
    assert.match(
      accountLines(run).join('\n'),
      /warn {2}profile shop: 12 pods would start and 12 would give theirs back, and the subnets have 11 free addresses: too few where /,
    );
  });

  test('says that EKS refuses a profile with a public subnet, and checks the role before the cluster knows it', async (t) => {
    const front = await startAwsFront(t, motoUrl());
    const { publicSubnet } = await createNetwork(motoUrl());
    await createRole(motoUrl(), 'fargate-pods', {
      Effect: 'Allow',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Action: 'sts:AssumeRole',
    });
    answerEks(front, { roleArn: 'arn:aws:iam::123456789012:role/gone' });
    front.answer('eks:DescribeAccessEntry', NO_ENTRY);
    const file = profileText({ name: 'tools', namespace: 'tools', subnets: [publicSubnet] });
    const lines = accountLines(await plan(t, front, { file, pods: many(1, toolPod) })).join('\n');
    assert.match(lines, /fail {2}profile tools: subnet .* has a route to an internet gateway \[subnet-refused\]/);
    assert.match(
      lines,
      /fail {2}role .*\/fargate-pods: does not trust eks-fargate-pods\.amazonaws\.com, as profile tools needs/,
    );
    assert.doesNotMatch(lines, /role-without-access/);
  });
});

describe('plan --aws-checks', () => {
  test('counts pods that wait beside those that move', async (t) => {
    const front = await startAwsFront(t);
    answerEks(front);
    const file = profileText({ name: 'tools', namespace: 'tools' });
    const run = await plan(t, front, { file, pods: [waitingPod('web-1'), toolPod('a'), toolPod('b')] });
    assert.match(accountLines(run).join('\n'), /at least 0\.75 vCPU would run in this cluster \(0 now\)/);
  });

  test('counts no pod that stays where it is', async (t) => {
    const front = await startAwsFront(t);
    answerEks(front);
    const file = profileText({ name: 'tools', namespace: 'tools' });
    const run = await plan(t, front, { file, pods: many(4, webPod) });
    assert.match(accountLines(run).join('\n'), /at least 1 vCPU would run in this cluster \(1 now\)/);
  });

  test('says which planned profile names no subnets', async (t) => {
    const front = await startAwsFront(t);
    answerEks(front, { subnets: [] });
    front.deny('ec2:DescribeSubnets');
    const file = profileText({ name: 'tools', namespace: 'tools' });
    const run = await plan(t, front, { file, pods: [] });
    assert.match(accountLines(run).join('\n'), /not checked {2}profile tools: its subnets are not known/);
  });

  test('is part of the Markdown', async (t) => {
    const front = await startAwsFront(t);
    answerEks(front);
    const file = profileText({ name: 'tools', namespace: 'tools' });
    const { output } = await plan(t, front, { file, args: ['-o=markdown'], pods: [] });
    assert.match(output, /<br>\nAWS account in eu&#45;west&#45;1&#58; 1 pass/);
  });

  test('is refused with --manifests', async (t) => {
    const front = await startAwsFront(t);
    const file = profileText({ name: 'tools', namespace: 'tools' });
    const { errors } = await plan(t, front, { file, args: ['--manifests=workloads.yaml'], pods: [] });
    assert.match(errors, /^--aws-checks and --manifests: choose one$/m);
  });
});
