import { MEMORY_OVERHEAD, type ProvisionedCapacity, smallestSize, type TooLarge } from './capacity.ts';
import type { Container, Pod } from './pod.ts';
import {
  type InvalidQuantity,
  isSidecar,
  podLevelRequest,
  podRequest,
  type RequestsOverTime,
  type ResourceName,
  requestOf,
  requestsOverTime,
  unlessInvalid,
} from './requests.ts';

/** How the size of a pod comes about. All amounts are in thousandths: of a vCPU, of a byte. */
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
  /** Undefined where neither a request nor a limit says it. */
  readonly cpu: ContainerRequest | undefined;
  readonly memory: ContainerRequest | undefined;
}

export type ContainerRole = 'init container' | 'sidecar' | 'container';

export interface ContainerRequest {
  readonly amount: bigint;
  /** A request that is absent is taken from the limit. */
  readonly from: 'request' | 'limit';
}

export interface ResourceArithmetic extends RequestsOverTime {
  /** Replaces what the containers ask for; undefined where nothing does. */
  readonly podLevel: bigint | undefined;
  /** What the pod asks for in the end. */
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
  return { name, role: 'container', cpu: askedBy(container, 'cpu'), memory: askedBy(container, 'memory') };
}

function askedBy({ resources }: Container, resource: ResourceName): ContainerRequest | undefined {
  const amount = requestOf(resources, resource);
  if (amount === undefined) return undefined;
  return { amount, from: Object.hasOwn(resources.requests, resource) ? 'request' : 'limit' };
}

function arithmeticOf(pod: Pod, resource: ResourceName): ResourceArithmetic {
  const podLevel = podLevelRequest(pod, resource);
  return { ...requestsOverTime(pod, resource), podLevel, requested: podRequest(pod, resource) };
}
