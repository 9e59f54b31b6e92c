import { formatCapacity, type ProvisionedCapacity, smallestSize } from './capacity.ts';
import { fieldOf, type LocatedContainer, located } from './container-compatibility.ts';
import { type Finding, podFinding } from './finding.ts';
import { ownValue, type Pod, type ResourceRequirements, type StringMap } from './pod.ts';
import { parseQuantity } from './quantity.ts';
import { type EffectiveRequests, effectiveRequests } from './requests.ts';
import { largeUnusedShare, provisionedAmount, requestedAmount } from './usage.ts';

/**
 * What is worth knowing about the size that Fargate provisions for a pod bound for it.
 *
 * Source: EKS User Guide, fargate-pod-configuration.
 */
export function checkSize(pod: Pod): readonly Finding[] {
  const requests = effectiveRequests(pod);
  if (requests.kind !== 'requests') return [];
  const capacity = smallestSize(requests);
  if (capacity.kind === 'too-large') {
    const message = `Your pod's cpu/memory requirements exceed the max Fargate configuration: ${capacity.asked}`;
    return [podFinding('size-exceeded', 'spec.containers', message)];
  }
  const found: Finding[] = [];
  checkNoRequests(requests, capacity, found);
  checkLimits(pod, found);
  checkOverheadStep(requests, capacity, found);
  checkUnused(requests, capacity, found);
  return found;
}

function checkNoRequests({ cpu, memory }: EffectiveRequests, capacity: ProvisionedCapacity, found: Finding[]): void {
  if (cpu > 0n || memory > 0n) return;
  const message = `no container requests cpu or memory, so the pod gets ${formatCapacity(capacity)} (a LimitRange of the namespace may change that)`;
  found.push(podFinding('no-requests', 'spec.containers', message));
}

/** Fargate pods run with guaranteed priority: what a limit allows beyond the request is not provisioned. */
function checkLimits({ containers, initContainers, resources }: Pod, found: Finding[]): void {
  if (!hasRoomAboveRequests(resources) && !containers.some(hasRoom) && !initContainers.some(hasRoom)) return;
  const all = [
    { name: 'the pod as a whole', resources, field: 'spec' },
    ...located(containers, 'containers').map(withField),
    ...located(initContainers, 'initContainers').map(withField),
  ];
  const [first, ...others] = all.filter(hasRoom);
  if (first === undefined) return;
  const names = [first, ...others].map(({ name }) => name).join(', ');
  const message = `limits are above requests (${names}): Fargate sizes the pod by its requests alone`;
  found.push(podFinding('limits-above-requests', `${first.field}.resources`, message));
}

function withField(place: LocatedContainer) {
  const { name, resources } = place.container;
  return { name, resources, field: fieldOf(place) };
}

function hasRoom({ resources }: { readonly resources: ResourceRequirements }): boolean {
  return hasRoomAboveRequests(resources);
}

function hasRoomAboveRequests({ requests, limits }: ResourceRequirements): boolean {
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
function checkOverheadStep({ cpu, memory }: EffectiveRequests, capacity: ProvisionedCapacity, found: Finding[]): void {
  const fitting = smallestSize({ cpu, memory: memory - OVERHEAD_MIB * MEBIBYTE });
  if (fitting.kind !== 'provisioned' || isSameSize(fitting, capacity)) return;
  const wantedMiB = BigInt(fitting.memoryGB * 1024) - OVERHEAD_MIB;
  const message = `the 256 MiB that Fargate adds push the pod over the edge: memory ${inMiB(memory)} → ${wantedMiB}Mi: ${spaced(fitting)} instead of ${spaced(capacity)}`;
  found.push(podFinding('size-step', 'spec.containers', message));
}

function isSameSize(one: ProvisionedCapacity, other: ProvisionedCapacity): boolean {
  return one.vcpu === other.vcpu && one.memoryGB === other.memoryGB;
}

function checkUnused(requests: EffectiveRequests, capacity: ProvisionedCapacity, found: Finding[]): void {
  const unused = largeUnusedShare(requestedAmount(requests), provisionedAmount(capacity));
  if (unused === undefined) return;
  const message = `${Math.floor(unused * 100)} % of the price of ${formatCapacity(capacity)} is for what the pod does not request`;
  found.push(podFinding('size-unused', 'spec.containers', message));
}

function inMiB(memory: bigint): string {
  const gibibyte = MEBIBYTE * 1024n;
  if (memory % gibibyte === 0n) return `${memory / gibibyte}Gi`;
  return `${(memory + MEBIBYTE - 1n) / MEBIBYTE}Mi`;
}

function spaced({ vcpu, memoryGB }: ProvisionedCapacity): string {
  return `${vcpu} vCPU ${memoryGB} GB`;
}
