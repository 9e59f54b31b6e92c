import { formatCapacity } from './capacity.ts';
import { type Amount, cheaperSize, hourlyPrice, type Prices } from './cost.ts';
import { formatCpu, formatMemory } from './quantity.ts';
import type { EffectiveRequests } from './requests.ts';

/** Source: 365 days of 24 hours over 12 months, as AWS's own price calculator counts. */
export const HOURS_PER_MONTH = 730;

/** To a thousandth: sums of fractions end in noise. */
export function rounded({ vcpu, gigabytes, storageGigabytes }: Amount): Amount {
  return {
    vcpu: toThousandth(vcpu),
    gigabytes: toThousandth(gigabytes),
    ...(storageGigabytes === undefined ? {} : { storageGigabytes: toThousandth(storageGigabytes) }),
  };
}

function toThousandth(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** To a cent. */
export function monthly(amount: Amount, prices: Prices): number {
  return Math.round(hourlyPrice(amount, prices) * HOURS_PER_MONTH * 100) / 100;
}

/** The least change of requests that brings a pod to a cheaper size. */
export interface Saving {
  /** In EKS's words. */
  readonly from: string;
  readonly to: string;
  /** What the pod requests in all, and would have to. Quantities; absent where it stays as it is. */
  readonly cpu?: RequestChange;
  readonly memory?: RequestChange;
  /** The largest share of a request that is given up, from 0 to 1. */
  readonly share: number;
  /** By all pods of the workload. */
  readonly savedPerMonth: number;
}

export interface RequestChange {
  readonly from: string;
  readonly to: string;
}

/** Undefined for the smallest size. */
export function savingFor(
  requests: Pick<EffectiveRequests, 'cpu' | 'memory'>,
  pods: number,
  prices: Prices,
): Saving | undefined {
  const cheaper = cheaperSize(requests, prices);
  if (cheaper === undefined) return undefined;
  const { from, to, share } = cheaper;
  const saved = {
    vcpu: (from.vcpu - to.vcpu) * pods,
    gigabytes: (from.memoryGB - to.memoryGB) * pods,
  };
  return {
    from: formatCapacity(from),
    to: formatCapacity(to),
    ...changeOf('cpu', requests.cpu, cheaper.requests.cpu),
    ...changeOf('memory', requests.memory, cheaper.requests.memory),
    share: Math.ceil(share * 1_000) / 1_000,
    savedPerMonth: monthly(saved, prices),
  };
}

function changeOf(
  resource: 'cpu' | 'memory',
  from: bigint,
  to: bigint,
): Partial<Record<'cpu' | 'memory', RequestChange>> {
  if (from === to) return {};
  const format = resource === 'cpu' ? formatCpu : formatMemory;
  return { [resource]: { from: format(from), to: format(to) } };
}
