import { formatCapacity, type ProvisionedCapacity, smallestSize } from './capacity.ts';
import { fieldOf, type LocatedContainer, located } from './container-compatibility.ts';
import { largeUnusedShare, provisionedAmount, requestedAmount } from './cost.ts';
import type { AddFinding } from './finding.ts';
import { ownValue, type Pod, type ResourceRequirements, type StringMap } from './pod.ts';
import { parseQuantity } from './quantity.ts';
import { type EffectiveRequests, effectiveRequests } from './requests.ts';

/**
 * Reports what is worth knowing about the size that Fargate provisions for a pod bound for it.
 *
 * Source: EKS User Guide, fargate-pod-configuration.
 */
export function checkSize(pod: Pod, add: AddFinding): void {
  const requests = effectiveRequests(pod);
  if (requests.kind !== 'requests') return;
  const capacity = smallestSize(requests);
  if (capacity.kind === 'too-large') {
    const message = `Your pod's cpu/memory requirements exceed the max Fargate configuration: ${capacity.asked}`;
    add('size-exceeded', () => ({ field: 'spec.containers', message }));
    return;
  }
  checkNoRequests(requests, capacity, add);
  checkLimits(pod, add);
  checkOverheadStep(requests, capacity, add);
  checkUnused(requests, capacity, add);
}

function checkNoRequests({ cpu, memory }: EffectiveRequests, capacity: ProvisionedCapacity, add: AddFinding): void {
  if (cpu > 0n || memory > 0n) return;
  add('no-requests', () => ({
    field: 'spec.containers',
    message: `no container requests cpu or memory, so the pod gets ${formatCapacity(capacity)} (a LimitRange of the namespace may change that)`,
  }));
}

/** Fargate pods run with guaranteed priority: what a limit allows beyond the request is not provisioned. */
function checkLimits(pod: Pod, add: AddFinding): void {
  const { containers, initContainers } = pod;
  if (!hasRoom(pod) && !containers.some(hasRoom) && !initContainers.some(hasRoom)) return;
  add('limits-above-requests', () => {
    const withRoom = placesOfLimits(pod).filter(hasRoom);
    const names = withRoom.map(({ name }) => name).join(', ');
    const [first = ''] = withRoom.map(({ field }) => field);
    const message = `limits are above requests (${names}): Fargate sizes the pod by its requests alone`;
    return { field: `${first}.resources`, message };
  });
}

function placesOfLimits({ containers, initContainers, resources }: Pod) {
  return [
    { name: 'the pod as a whole', resources, field: 'spec' },
    ...located(containers, 'containers').map(withField),
    ...located(initContainers, 'initContainers').map(withField),
  ];
}

function withField(place: LocatedContainer) {
  const { name, resources } = place.container;
  return { name, resources, field: fieldOf(place) };
}

function hasRoom({ resources: { requests, limits } }: { readonly resources: ResourceRequirements }): boolean {
  return isAbove(limits, requests, 'cpu') || isAbove(limits, requests, 'memory');
}

function isAbove(limits: StringMap, requests: StringMap, resource: 'cpu' | 'memory'): boolean {
  const limitText = ownValue(limits, resource);
  const requestText = ownValue(requests, resource);
  if (limitText === undefined || requestText === undefined || limitText === requestText) return false;
  const [limit, request] = [parseQuantity(limitText), parseQuantity(requestText)];
  return limit !== undefined && request !== undefined && limit > request;
}

const MEBIBYTE = 1000n * 1024n ** 2n;
const OVERHEAD_MIB = 256n;

/** Whether the 256 MiB for Fargate itself push the pod over the edge of a size. */
function checkOverheadStep({ cpu, memory }: EffectiveRequests, capacity: ProvisionedCapacity, add: AddFinding): void {
  const fitting = smallestSize({ cpu, memory: memory - OVERHEAD_MIB * MEBIBYTE });
  if (fitting.kind !== 'provisioned' || isSameSize(fitting, capacity)) return;
  add('size-step', () => {
    const wantedMiB = BigInt(fitting.memoryGB * 1024) - OVERHEAD_MIB;
    const message = `the 256 MiB that Fargate adds push the pod over the edge: memory ${inMiB(memory)} → ${wantedMiB}Mi: ${spaced(fitting)} instead of ${spaced(capacity)}`;
    return { field: 'spec.containers', message };
  });
}

function isSameSize(one: ProvisionedCapacity, other: ProvisionedCapacity): boolean {
  return one.vcpu === other.vcpu && one.memoryGB === other.memoryGB;
}

function checkUnused(requests: EffectiveRequests, capacity: ProvisionedCapacity, add: AddFinding): void {
  const unused = largeUnusedShare(requestedAmount(requests), provisionedAmount(capacity));
  if (unused === undefined) return;
  add('size-unused', () => ({
    field: 'spec.containers',
    message: `${Math.floor(unused * 100)} % of the price of ${formatCapacity(capacity)} is for what the pod does not request`,
  }));
}

function inMiB(memory: bigint): string {
  const gibibyte = MEBIBYTE * 1024n;
  if (memory % gibibyte === 0n) return `${memory / gibibyte}Gi`;
  return `${(memory + MEBIBYTE - 1n) / MEBIBYTE}Mi`;
}

function spaced({ vcpu, memoryGB }: ProvisionedCapacity): string {
  return `${vcpu} vCPU ${memoryGB} GB`;
}
