import { type CountedPods, type Demand, DemandCount, type ProfileDemand } from '../../../src/aws-checks/demand.ts';
import type { AccountFacts, ProfileFacts, RoleFacts } from '../../../src/aws-checks/facts.ts';

export const ROLE = 'arn:aws:iam::111122223333:role/fargate-pods';

export const WEB: ProfileFacts = {
  name: 'web',
  arn: 'arn:aws:eks:eu-west-1:111122223333:fargateprofile/demo/web/1a2b',
  subnets: ['subnet-a', 'subnet-b'],
  roleArn: ROLE,
  state: 'existing',
};

export const READY_ROLE: RoleFacts = {
  trust: {
    kind: 'policy',
    document: {
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'eks-fargate-pods.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
  },
  policies: ['arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy'],
  access: { kind: 'entry', type: 'FARGATE_LINUX' },
};

/** An account in which everything fits. */
export const FITTING: AccountFacts = {
  region: 'eu-west-1',
  profiles: [WEB],
  subnets: new Map([
    ['subnet-a', { vpcId: 'vpc-1', freeAddresses: 10 }],
    ['subnet-b', { vpcId: 'vpc-1', freeAddresses: 10 }],
  ]),
  routeTables: [{ vpcId: 'vpc-1', isMain: true, subnetIds: [], leadsToInternetGateway: false }],
  roles: new Map([[ROLE, READY_ROLE]]),
  vcpuQuota: { vcpus: 100, isDefault: false },
  ipFamily: 'ipv4',
};

export function demandFor(...pods: readonly (readonly [keyof ProfileDemand, CountedPods])[]): Demand {
  const count = new DemandCount({ isPartial: false });
  for (const [state, counted] of pods) count.add(state, counted);
  return count.demand();
}

export function podsOf(profile: string, count: number): CountedPods {
  return { profile, vcpu: 0.5, count };
}
