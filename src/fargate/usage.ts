import type { ProvisionedCapacity } from './capacity.ts';
import { type Amount, hourlyPrice, PUBLIC_PRICES } from './price.ts';
import type { EffectiveRequests } from './requests.ts';

const GIGABYTE = 1000n * 1024n ** 3n;
/** What Fargate takes of each pod's memory for itself. */
const OVERHEAD_GIGABYTES = 0.25;

/** What a pod asks for. */
export function requestedAmount({ cpu, memory }: Pick<EffectiveRequests, 'cpu' | 'memory'>): Amount {
  return { vcpu: Number(cpu) / 1000, gigabytes: Number(memory) / Number(GIGABYTE) };
}

/** What Fargate bills for a pod. */
export function provisionedAmount({ vcpu, memoryGB }: Omit<ProvisionedCapacity, 'kind'>): Amount {
  return { vcpu, gigabytes: memoryGB };
}

/** What is billed beyond what the pod asks for and what Fargate takes for itself; never less than nothing. */
export function unusedAmount(requested: Amount, provisioned: Amount): Amount {
  return {
    vcpu: Math.max(0, provisioned.vcpu - requested.vcpu),
    gigabytes: Math.max(0, provisioned.gigabytes - requested.gigabytes - OVERHEAD_GIGABYTES),
  };
}

/** From here on a change of requests is worth the work. */
const MUCH = 0.5;

/** How much of the price of a size goes unused, from 0 to 1; undefined for less than half, or the least size there is. */
export function largeUnusedShare(requested: Amount, provisioned: Amount): number | undefined {
  if (provisioned.vcpu <= 0.25 && provisioned.gigabytes <= 0.5) return undefined;
  const unused = hourlyPrice(unusedAmount(requested, provisioned), PUBLIC_PRICES);
  const share = unused / hourlyPrice(provisioned, PUBLIC_PRICES);
  return share < MUCH ? undefined : share;
}
