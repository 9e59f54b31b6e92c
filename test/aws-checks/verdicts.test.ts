import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AWS_CHECK_CODES } from '../../src/aws-checks/check.ts';
import type { Demand } from '../../src/aws-checks/demand.ts';
import type { AccountFacts, ProfileFacts, RoleFacts } from '../../src/aws-checks/facts.ts';
import { checkAccount } from '../../src/aws-checks/report.ts';
import { demandFor, FITTING, podsOf, READY_ROLE, ROLE, WEB } from '../support/aws/account-facts.ts';

const NONE = demandFor();

function codesFor(facts: Partial<AccountFacts>, demand: Demand = NONE): readonly string[] {
  return checkAccount({ ...FITTING, ...facts }, demand, []).checks.map(({ code }) => code);
}

function messageOf(code: string, facts: Partial<AccountFacts>, demand: Demand = NONE): string | undefined {
  const { checks } = checkAccount({ ...FITTING, ...facts }, demand, []);
  return checks.find((check) => check.code === code)?.message;
}

function subnetsWith(...free: readonly number[]): AccountFacts['subnets'] {
  const ids = ['subnet-a', 'subnet-b', 'subnet-c'];
  return new Map(free.map((freeAddresses, index) => [ids[index] ?? '', { vpcId: 'vpc-1', freeAddresses }]));
}

function roleWith(parts: Partial<RoleFacts>): Partial<AccountFacts> {
  return { roles: new Map([[ROLE, { ...READY_ROLE, ...parts }]]) };
}

test('an account in which everything fits passes each check', () => {
  assert.deepEqual(codesFor({}), ['addresses-free', 'vcpu-quota-free', 'subnets-private', 'role-ready']);
});

test('every verdict but a pass and a gap says what to do', () => {
  for (const [code, { result, fix }] of Object.entries(AWS_CHECK_CODES)) {
    assert.equal(fix !== '', result === 'fail' || result === 'warn', code);
  }
});

describe('free addresses', () => {
  test('are too few for more pods than there are addresses', () => {
    const demand = demandFor(['arriving', podsOf('web', 21)]);
    assert.equal(
      messageOf('too-few-addresses', {}, demand),
      '21 pods would start, and the subnets have 20 free addresses: 1 too few',
    );
  });

  test('are enough for as many pods, and few for their update', () => {
    assert.equal(
      messageOf('few-addresses', {}, demandFor(['arriving', podsOf('web', 20)])),
      '20 pods would start, and the subnets have 20 free addresses: an update of all pods may need 5 more at a time',
    );
  });

  test('count what running pods give back', () => {
    const demand = demandFor(
      ['running', podsOf('web', 15)],
      ['arriving', podsOf('web', 25)],
      ['leaving', podsOf('web', 15)],
    );
    assert.equal(
      messageOf('few-addresses', {}, demand),
      '25 pods would start and 15 would give theirs back, and the subnets have 20 free addresses: too few where new pods start before the old ones end',
    );
  });

  test('are shared by profiles with a subnet in common', () => {
    const profiles: readonly ProfileFacts[] = [WEB, { ...WEB, name: 'jobs', subnets: ['subnet-b'] }];
    const demand = demandFor(['arriving', podsOf('web', 15)], ['arriving', podsOf('jobs', 8)]);
    assert.equal(
      messageOf('too-few-addresses', { profiles }, demand),
      '23 pods would start, and the subnets have 20 free addresses: 3 too few',
    );
  });

  test('are too few for one of two profiles, although both together have enough', () => {
    const profiles: readonly ProfileFacts[] = [WEB, { ...WEB, name: 'jobs', subnets: ['subnet-b'] }];
    const { checks } = checkAccount({ ...FITTING, profiles }, demandFor(['arriving', podsOf('jobs', 11)]), []);
    assert.deepEqual(
      checks.filter(({ result }) => result === 'fail').map(({ subject }) => subject),
      ['profile jobs'],
    );
  });

  test('are not shared by profiles without a subnet in common', () => {
    const jobs = { ...WEB, name: 'jobs', subnets: ['subnet-c'] };
    const facts = { profiles: [WEB, jobs], subnets: subnetsWith(10, 10, 0) };
    assert.deepEqual(
      checkAccount({ ...FITTING, ...facts }, demandFor(['arriving', podsOf('web', 4)]), []).checks.flatMap(
        ({ code, subject }) => (code.endsWith('addresses') || code === 'addresses-free' ? [`${subject} ${code}`] : []),
      ),
      ['profile web addresses-free', 'profile jobs addresses-free'],
    );
  });

  test('count once what a profile gives back that is replaced under its name', () => {
    const profiles: readonly ProfileFacts[] = [
      { ...WEB, state: 'deleted' },
      { ...WEB, state: 'planned' },
    ];
    const demand = demandFor(
      ['running', podsOf('web', 30)],
      ['arriving', podsOf('web', 30)],
      ['leaving', podsOf('web', 9)],
    );
    assert.equal(
      messageOf('too-few-addresses', { profiles }, demand),
      '30 pods would start and 9 would give theirs back, and the subnets have 20 free addresses: 1 too few',
    );
  });

  test('of a profile that is deleted are no matter where no other has its subnets', () => {
    const profiles: readonly ProfileFacts[] = [{ ...WEB, state: 'deleted' }];
    assert.deepEqual(codesFor({ profiles }), ['vcpu-quota-free']);
  });

  test('warn of a full subnet beside one with addresses while pods would start', () => {
    const subnets = subnetsWith(0, 30);
    assert.ok(codesFor({ subnets }, demandFor(['arriving', podsOf('web', 1)])).includes('subnet-full'));
    assert.ok(!codesFor({ subnets }).includes('subnet-full'));
  });

  test('are not counted for a cluster of IPv6', () => {
    const demand = demandFor(['arriving', podsOf('web', 100)]);
    assert.match(messageOf('not-checked', { ipFamily: 'ipv6' }, demand) ?? '', /IPv6/);
    assert.ok(!codesFor({ ipFamily: 'ipv6' }, demand).includes('too-few-addresses'));
  });
});

describe('the vCPU quota', () => {
  const pods = (count: number): Demand => demandFor(['running', podsOf('web', 4)], ['arriving', podsOf('web', count)]);

  test('is exceeded by what would run beside what runs', () => {
    assert.equal(
      messageOf('vcpu-quota-exceeded', { vcpuQuota: { vcpus: 6, isDefault: false } }, pods(10)),
      'at least 7 vCPU would run in this cluster (2 now), of a quota of 6 in eu-west-1, which all clusters and ECS tasks of the account share',
    );
  });

  test('is close from 80 % on, and during an update', () => {
    assert.ok(codesFor({ vcpuQuota: { vcpus: 8, isDefault: false } }, pods(10)).includes('vcpu-quota-close'));
    const update = demandFor(
      ['running', podsOf('web', 10)],
      ['arriving', podsOf('web', 10)],
      ['leaving', podsOf('web', 10)],
    );
    assert.ok(codesFor({ vcpuQuota: { vcpus: 9, isDefault: false } }, update).includes('vcpu-quota-close'));
    assert.ok(codesFor({ vcpuQuota: { vcpus: 10, isDefault: false } }, update).includes('vcpu-quota-free'));
  });

  test('that is only the default may have been raised', () => {
    const codes = codesFor({ vcpuQuota: { vcpus: 6, isDefault: true } }, pods(10));
    assert.ok(codes.includes('vcpu-quota-close') && !codes.includes('vcpu-quota-exceeded'));
  });
});

describe('subnets', () => {
  const publicTable = { vpcId: 'vpc-1', isMain: false, subnetIds: ['subnet-a'], leadsToInternetGateway: true };

  test('are public by a route table of their own', () => {
    const routeTables = [...(FITTING.routeTables ?? []), publicTable];
    assert.equal(messageOf('subnet-public', { routeTables }), 'subnet subnet-a has a route to an internet gateway');
  });

  test('are public by the main table of their VPC, unless they have one of their own', () => {
    const main = { vpcId: 'vpc-1', isMain: true, subnetIds: [], leadsToInternetGateway: true };
    const own = { vpcId: 'vpc-1', isMain: false, subnetIds: ['subnet-a'], leadsToInternetGateway: false };
    assert.equal(
      messageOf('subnet-public', { routeTables: [own, main] }),
      'subnet subnet-b has a route to an internet gateway',
    );
    assert.ok(codesFor({ routeTables: [{ ...main, vpcId: 'vpc-2' }] }).includes('subnets-private'));
  });

  test('that are public are refused for a planned profile', () => {
    const facts = { profiles: [{ ...WEB, state: 'planned' as const }], routeTables: [publicTable] };
    assert.ok(codesFor(facts).includes('subnet-refused'));
  });

  test('that do not exist are named', () => {
    assert.equal(
      messageOf('subnet-missing', { subnets: subnetsWith(10) }),
      'subnet subnet-b does not exist in the region',
    );
  });

  test('that no file names are not checked', () => {
    const profiles = [{ ...WEB, subnets: undefined }];
    assert.match(messageOf('not-checked', { profiles }) ?? '', /its subnets are not known/);
  });
});

describe('a pod execution role', () => {
  test('that does not exist is all that is said about it', () => {
    const codes = codesFor(roleWith({ trust: { kind: 'missing-role' }, policies: undefined, access: undefined }));
    assert.ok(codes.includes('role-missing') && !codes.includes('role-permissions'));
  });

  test('is to trust Fargate', () => {
    const document = { Statement: [] };
    assert.ok(codesFor(roleWith({ trust: { kind: 'policy', document } })).includes('role-not-trusting'));
  });

  test('is to have the policy of AWS, or may not be allowed to pull images', () => {
    assert.match(messageOf('role-permissions', roleWith({ policies: [] })) ?? '', /^may not be allowed to pull images/);
    const china = ['arn:aws-cn:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy'];
    assert.ok(codesFor(roleWith({ policies: china })).includes('role-ready'));
  });

  test('is to be known to the cluster, by an entry for Fargate or by the ConfigMap', () => {
    const none = { kind: 'none', mode: 'API' } as const;
    assert.ok(codesFor(roleWith({ access: none })).includes('role-without-access'));
    assert.ok(codesFor(roleWith({ access: { kind: 'entry', type: 'STANDARD' } })).includes('role-access-type'));
    assert.ok(codesFor(roleWith({ access: { kind: 'config-map' } })).includes('role-ready'));
  });

  test('of a planned profile gets its access from EKS', () => {
    const facts = {
      ...roleWith({ access: { kind: 'none', mode: 'API' } }),
      profiles: [{ ...WEB, state: 'planned' as const }],
    };
    assert.ok(!codesFor(facts).includes('role-without-access'));
  });

  test('of which a part could not be read is not called ready', () => {
    assert.ok(!codesFor(roleWith({ access: undefined })).includes('role-ready'));
  });
});

test('what could not be read comes last, and says nothing about the rest', () => {
  const unread = [{ action: 'ec2:DescribeSubnets', reason: 'needs the right to ec2:DescribeSubnets' }];
  const facts = { ...FITTING, subnets: undefined, routeTables: undefined };
  const { checks, results } = checkAccount(facts, demandFor(['arriving', podsOf('web', 99)]), unread);
  assert.deepEqual(results, { fail: 0, warn: 0, pass: 2, skip: 1 });
  assert.deepEqual(checks.at(-1), {
    result: 'skip',
    code: 'not-checked',
    subject: 'ec2:DescribeSubnets',
    message: 'needs the right to ec2:DescribeSubnets',
    fix: '',
  });
});
