import { COMPARABLE_SIZES, MEMORY_OVERHEAD, type ProvisionedCapacity, smallestSize } from './capacity.ts';
import { type EffectiveRequests, effectiveRequests, type ResourceOwner } from './requests.ts';
import { billedStorageGigabytes } from './storage.ts';

/** vCPU and GB, of 1,024 MiB each, as Fargate bills them. */
export interface Amount {
  readonly vcpu: number;
  /** Of memory. */
  readonly gigabytes: number;
  /** Of ephemeral storage beyond the 20 GB that each pod includes; absent where there is none. */
  readonly storageGigabytes?: number;
}

export interface Prices {
  readonly vcpuHour: number;
  readonly gigabyteHour: number;
  /** Of a GB of ephemeral storage; absent where it is not known. */
  readonly storageGigabyteHour?: number;
}

/**
 * US dollars, of us-east-1, Linux/x86, as of 2026; other regions keep about the same ratio of the two.
 * Source: AWS, Fargate pricing.
 */
export const PUBLIC_PRICES: Prices = { vcpuHour: 0.04048, gigabyteHour: 0.004445 };

/** Storage whose price is not known costs nothing here: what prints the sum says so. */
export function hourlyPrice(
  { vcpu, gigabytes, storageGigabytes = 0 }: Amount,
  { vcpuHour, gigabyteHour, storageGigabyteHour = 0 }: Prices,
): number {
  return vcpu * vcpuHour + gigabytes * gigabyteHour + storageGigabytes * storageGigabyteHour;
}

export function addAmounts(one: Amount, other: Amount): Amount {
  const storageGigabytes = (one.storageGigabytes ?? 0) + (other.storageGigabytes ?? 0);
  return {
    vcpu: one.vcpu + other.vcpu,
    gigabytes: one.gigabytes + other.gigabytes,
    ...(storageGigabytes === 0 ? {} : { storageGigabytes }),
  };
}

const GIGABYTE = 1000n * 1024n ** 3n;
/** The memory of each pod that Fargate's own components use. */
const OVERHEAD_GIGABYTES = 0.25;

/** What a pod requests. */
export function requestedAmount({ cpu, memory }: Pick<EffectiveRequests, 'cpu' | 'memory'>): Amount {
  return { vcpu: Number(cpu) / 1000, gigabytes: Number(memory) / Number(GIGABYTE) };
}

/** What Fargate bills for a size, without ephemeral storage. */
export function provisionedAmount({ vcpu, memoryGB }: Omit<ProvisionedCapacity, 'kind'>): Amount {
  return { vcpu, gigabytes: memoryGB };
}

/** What Fargate bills for a pod of a size. */
export function billedAmount(size: Omit<ProvisionedCapacity, 'kind'>, pod: ResourceOwner): Amount {
  const requests = effectiveRequests(pod);
  const storageGigabytes = requests.kind === 'requests' ? billedStorageGigabytes(requests) : 0;
  return { ...provisionedAmount(size), ...(storageGigabytes === 0 ? {} : { storageGigabytes }) };
}

/** What is billed beyond the requests and the memory of Fargate's own components; never negative. */
export function unusedAmount(requested: Amount, provisioned: Amount): Amount {
  return {
    vcpu: Math.max(0, provisioned.vcpu - requested.vcpu),
    gigabytes: Math.max(0, provisioned.gigabytes - requested.gigabytes - OVERHEAD_GIGABYTES),
  };
}

/** Below this share, a change of requests saves little. */
const LARGE_SHARE = 0.5;

/** The share of the price of a size that goes unused, from 0 to 1; undefined for less than half, or for the smallest size. */
export function largeUnusedShare(requested: Amount, provisioned: Amount): number | undefined {
  if (provisioned.vcpu <= 0.25 && provisioned.gigabytes <= 0.5) return undefined;
  const unused = hourlyPrice(unusedAmount(requested, provisioned), PUBLIC_PRICES);
  const share = unused / hourlyPrice(provisioned, PUBLIC_PRICES);
  return share < LARGE_SHARE ? undefined : share;
}

type Requests = Pick<EffectiveRequests, 'cpu' | 'memory'>;

/** A change of requests that brings a pod to a cheaper size. Amounts in thousandths: of a vCPU, of a byte. */
export interface CheaperSize {
  readonly from: ProvisionedCapacity;
  readonly to: ProvisionedCapacity;
  /** The largest requests that fit the cheaper size, and not more than the pod requests now. */
  readonly requests: Requests;
  /** The largest reduction of a request, as a share from 0 to 1. */
  readonly share: number;
}

/** The cheaper size with the smallest reduction; of two with the same, the cheaper one. Undefined for the smallest size. */
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
