import { Gauge, type Registry } from 'prom-client';

/** Sums over the pods of one Fargate profile. */
export interface ProfileFigures {
  readonly profile: string;
  readonly requested: VcpuAndGigabytes;
  readonly provisioned: VcpuAndGigabytes;
  /** US dollars. */
  readonly costPerMonth: number;
  /** Of that, for what is not requested. */
  readonly unusedCostPerMonth: number;
}

export interface VcpuAndGigabytes {
  readonly vcpu: number;
  readonly gigabytes: number;
}

interface ProfileGauge {
  readonly name: string;
  readonly help: string;
  readonly read: (figures: ProfileFigures) => number;
}

/** What EKS calls a GB has 1,024 MiB. */
const BYTES_PER_GIGABYTE = 1024 ** 3;

/** Costs and no share of them: sums can be made of sums, and none of shares. */
const GAUGES: readonly ProfileGauge[] = [
  {
    name: 'fargate_admission_requested_vcpu',
    help: 'vCPU that the pods on Fargate request, by profile.',
    read: ({ requested }) => requested.vcpu,
  },
  {
    name: 'fargate_admission_requested_bytes',
    help: 'Memory that the pods on Fargate request, by profile.',
    read: ({ requested }) => requested.gigabytes * BYTES_PER_GIGABYTE,
  },
  {
    name: 'fargate_admission_provisioned_vcpu',
    help: 'vCPU that Fargate has provisioned, by profile.',
    read: ({ provisioned }) => provisioned.vcpu,
  },
  {
    name: 'fargate_admission_provisioned_bytes',
    help: 'Memory that Fargate has provisioned, by profile.',
    read: ({ provisioned }) => provisioned.gigabytes * BYTES_PER_GIGABYTE,
  },
  {
    name: 'fargate_admission_cost_dollars_per_month',
    help: 'Estimate of what Fargate bills for a month of what it has provisioned, in US dollars, by profile.',
    read: ({ costPerMonth }) => costPerMonth,
  },
  {
    name: 'fargate_admission_unused_cost_dollars_per_month',
    help: 'The part of the cost that is for what no pod requests, by profile.',
    read: ({ unusedCostPerMonth }) => unusedCostPerMonth,
  },
];

/** Shows these profiles and no others: the series of one that is gone go too. */
export function createProfileGauges(registry: Registry): (profiles: readonly ProfileFigures[]) => void {
  const gauges = GAUGES.map(({ name, help, read }) => ({
    gauge: new Gauge({ name, help, labelNames: ['profile'], registers: [registry] }),
    read,
  }));
  return (profiles) => {
    for (const { gauge, read } of gauges) {
      gauge.reset();
      for (const figures of profiles) gauge.set({ profile: figures.profile }, read(figures));
    }
  };
}
