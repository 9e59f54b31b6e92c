import type { Container, Pod } from './pod.ts';
import {
  type EffectiveRequests,
  effectiveRequests,
  type InvalidQuantity,
  isSidecar,
  podLevelRequest,
  podRequest,
  type RequestsOverTime,
  type ResourceName,
  type ResourceOwner,
  requestOf,
  requestsOverTime,
  unlessInvalid,
} from './requests.ts';

/** The size that Fargate provisions and bills for a pod. */
export type Capacity = ProvisionedCapacity | TooLarge | InvalidQuantity;

export interface ProvisionedCapacity {
  readonly kind: 'provisioned';
  readonly vcpu: number;
  readonly memoryGB: number;
}

export interface TooLarge {
  readonly kind: 'too-large';
  /** `32 vCPU and 64.25 GB (including 256 MiB for Fargate itself)` */
  readonly needed: string;
  /** One line: what the pod needs, and the largest size. */
  readonly reason: string;
}

/** The requests plus 256 MiB for Fargate's own components, rounded up to the cheapest size that provides both. */
export function capacityOf(pod: ResourceOwner): Capacity {
  const requests = effectiveRequests(pod);
  return requests.kind === 'requests' ? smallestSize(requests) : requests;
}

/** In the format of EKS's `CapacityProvisioned` annotation: `0.25vCPU 0.5GB`. */
export function formatCapacity({ vcpu, memoryGB }: ProvisionedCapacity): string {
  return `${vcpu}vCPU ${memoryGB}GB`;
}

/** Reads EKS's `CapacityProvisioned` annotation; undefined for any other text. */
export function parseCapacity(text: string): ProvisionedCapacity | undefined {
  const [, vcpu, memoryGB] = CAPACITY.exec(text) ?? [];
  if (vcpu === undefined || memoryGB === undefined) return undefined;
  return { kind: 'provisioned', vcpu: Number(vcpu), memoryGB: Number(memoryGB) };
}

const CAPACITY = /^(\d{1,4}(?:\.\d{1,4})?)vCPU (\d{1,5}(?:\.\d{1,4})?)GB$/;

/** A GB is 1024 MiB here: 1000Mi + 256 MiB is provisioned as 2 GB, 1750Mi + 256 MiB too (seen). */
const GB = 1000n * 1024n ** 3n;
const VCPU = 1000n;
/** Source: EKS User Guide, fargate-pod-configuration: added to each pod's memory for kubelet, kube-proxy and containerd. */
export const MEMORY_OVERHEAD = 1000n * 256n * 1024n ** 2n;

interface SizeRow {
  readonly vcpu: number;
  readonly memoriesGB: readonly number[];
}

/** Source: EKS User Guide, fargate-pod-configuration. More vCPU never costs less, so the first row that fits is the cheapest. */
export const SIZES: readonly SizeRow[] = [
  { vcpu: 0.25, memoriesGB: [0.5, 1, 2] },
  { vcpu: 0.5, memoriesGB: steps(1, 4, 1) },
  { vcpu: 1, memoriesGB: steps(2, 8, 1) },
  { vcpu: 2, memoriesGB: steps(4, 16, 1) },
  { vcpu: 4, memoriesGB: steps(8, 30, 1) },
  { vcpu: 8, memoriesGB: steps(16, 60, 4) },
  { vcpu: 16, memoriesGB: steps(32, 120, 8) },
];

function steps(first: number, last: number, step: number): readonly number[] {
  return Array.from({ length: (last - first) / step + 1 }, (_, index) => first + index * step);
}

/** The same sizes in thousandths, so that a review only compares. */
export const COMPARABLE_SIZES = SIZES.flatMap(({ vcpu, memoriesGB }) =>
  memoriesGB.map((memoryGB) => ({
    cpu: BigInt(vcpu * 1000),
    memory: (BigInt(memoryGB * 10) * GB) / 10n,
    capacity: { kind: 'provisioned', vcpu, memoryGB } as const,
  })),
);

/** The smallest size that provides the requests. */
export function smallestSize({
  cpu,
  memory,
}: Pick<EffectiveRequests, 'cpu' | 'memory'>): ProvisionedCapacity | TooLarge {
  const needed = memory + MEMORY_OVERHEAD;
  const size = COMPARABLE_SIZES.find((candidate) => cpu <= candidate.cpu && needed <= candidate.memory);
  if (size !== undefined) return size.capacity;
  const amounts = `${decimal(cpu, VCPU)} vCPU and ${decimal(needed, GB)} GB (including 256 MiB for Fargate itself)`;
  const reason = `the pod needs ${amounts}; the largest Fargate size is 16 vCPU and 120 GB`;
  return { kind: 'too-large', needed: amounts, reason };
}

/** At most three decimal places, rounded up, so that the text never shows an amount that would fit. */
function decimal(value: bigint, unit: bigint): string {
  return String(Number((value * 1000n + unit - 1n) / unit) / 1000);
}

/** How the size of a pod is calculated. All amounts are in thousandths: of a vCPU, of a byte. */
export interface SizeArithmetic {
  readonly kind: 'arithmetic';
  /** In the order in which they start. */
  readonly containers: readonly ContainerRequests[];
  readonly cpu: ResourceArithmetic;
  readonly memory: ResourceArithmetic;
  /** Memory that Fargate adds for its own components. */
  readonly memoryOverhead: bigint;
  readonly capacity: ProvisionedCapacity | TooLarge;
}

export interface ContainerRequests {
  readonly name: string;
  readonly role: ContainerRole;
  /** Undefined where there is neither a request nor a limit. */
  readonly cpu: ContainerRequest | undefined;
  readonly memory: ContainerRequest | undefined;
}

export type ContainerRole = 'init container' | 'sidecar' | 'container';

export interface ContainerRequest {
  readonly amount: bigint;
  /** An absent request defaults to the limit. */
  readonly from: 'request' | 'limit';
}

export interface ResourceArithmetic extends RequestsOverTime {
  /** Replaces the requests of the containers; undefined where there are no pod-level requests. */
  readonly podLevel: bigint | undefined;
  /** What the pod requests as a whole. */
  readonly requested: bigint;
}

/** Source: EKS User Guide, fargate-pod-configuration; how requests are counted: {@link podRequest}. */
export function sizeArithmetic(pod: Pod): SizeArithmetic | InvalidQuantity {
  return unlessInvalid(() => {
    const [cpu, memory] = [arithmeticOf(pod, 'cpu'), arithmeticOf(pod, 'memory')];
    return {
      kind: 'arithmetic',
      containers: [...pod.initContainers.map(initRequests), ...pod.containers.map(containerRequests)],
      cpu,
      memory,
      memoryOverhead: MEMORY_OVERHEAD,
      capacity: smallestSize({ cpu: cpu.requested, memory: memory.requested }),
    };
  });
}

function initRequests(container: Container): ContainerRequests {
  return { ...containerRequests(container), role: isSidecar(container) ? 'sidecar' : 'init container' };
}

function containerRequests(container: Container): ContainerRequests {
  const { name } = container;
  return { name, role: 'container', cpu: requestBy(container, 'cpu'), memory: requestBy(container, 'memory') };
}

function requestBy({ resources }: Container, resource: ResourceName): ContainerRequest | undefined {
  const amount = requestOf(resources, resource);
  if (amount === undefined) return undefined;
  return { amount, from: Object.hasOwn(resources.requests, resource) ? 'request' : 'limit' };
}

function arithmeticOf(pod: Pod, resource: ResourceName): ResourceArithmetic {
  const podLevel = podLevelRequest(pod, resource);
  return { ...requestsOverTime(pod, resource), podLevel, requested: podRequest(pod, resource) };
}
