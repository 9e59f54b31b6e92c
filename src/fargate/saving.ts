import { COMPARABLE_SIZES, MEMORY_OVERHEAD, type ProvisionedCapacity, smallestSize } from './capacity.ts';
import { hourlyPrice, type Prices } from './price.ts';
import type { EffectiveRequests } from './requests.ts';
import { provisionedAmount } from './usage.ts';

type Requests = Pick<EffectiveRequests, 'cpu' | 'memory'>;

/** A change of requests that brings a pod to a cheaper size. Amounts in thousandths: of a vCPU, of a byte. */
export interface CheaperSize {
  readonly from: ProvisionedCapacity;
  readonly to: ProvisionedCapacity;
  /** What the pod may request at most, and no more than it does. */
  readonly requests: Requests;
  /** The largest share of a request that is given up, from 0 to 1. */
  readonly share: number;
}

/** The cheaper size for which the least has to be given up; of two alike, the cheaper one. Undefined for the least size. */
export function cheaperSize(requests: Requests, prices: Prices): CheaperSize | undefined {
  const from = smallestSize(requests);
  if (from.kind !== 'provisioned') return undefined;
  const priceOf = (size: ProvisionedCapacity) => hourlyPrice(provisionedAmount(size), prices);
  const cheaper = COMPARABLE_SIZES.filter(({ capacity }) => priceOf(capacity) < priceOf(from));
  const [least] = cheaper
    .map((size) => reductionTo(size, requests, from))
    .toSorted((a, b) => a.share - b.share || priceOf(a.to) - priceOf(b.to));
  return least;
}

function reductionTo(
  { cpu, memory, capacity }: (typeof COMPARABLE_SIZES)[number],
  requests: Requests,
  from: ProvisionedCapacity,
): CheaperSize {
  const reduced = { cpu: least(requests.cpu, cpu), memory: least(requests.memory, memory - MEMORY_OVERHEAD) };
  const share = Math.max(shareOf(requests.cpu, reduced.cpu), shareOf(requests.memory, reduced.memory));
  return { from, to: capacity, requests: reduced, share };
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function shareOf(before: bigint, after: bigint): number {
  return before === 0n ? 0 : Number(before - after) / Number(before);
}
