import { formatCapacity, type ProvisionedCapacity, smallestSize } from './capacity.ts';
import { fieldOf, type LocatedContainer, located } from './container-compatibility.ts';
import { largeUnusedShare, provisionedAmount, requestedAmount } from './cost.ts';
import { FieldPath } from './field-path.ts';
import type { AddFinding } from './finding.ts';
import { ownValue, type Pod, type ResourceRequirements, type StringMap } from './pod.ts';
import { parseQuantity } from './quantity.ts';
import { type EffectiveRequests, effectiveRequests } from './requests.ts';

/**
 * Finds what is worth knowing about the size that Fargate provisions for a pod that is bound for it.
 *
 * Source: EKS User Guide, fargate-pod-configuration.
 */
export function checkSize(pod: Pod, add: AddFinding): void {
  const requests = effectiveRequests(pod);
  if (requests.kind !== 'requests') return;
  const capacity = smallestSize(requests);
  if (capacity.kind === 'too-large') {
    const message = `Your pod's cpu/memory requirements exceed the max Fargate configuration: ${capacity.needed}`;
    add('size-exceeded', () => ({ field: FieldPath.of('spec', 'containers'), message }));
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
    field: FieldPath.of('spec', 'containers'),
    message: `no container requests cpu or memory, so the pod gets ${formatCapacity(capacity)} (unless a LimitRange of the namespace sets requests)`,
  }));
}

/** Fargate does not provision what a limit allows beyond the request. */
function checkLimits(pod: Pod, add: AddFinding): void {
  const { containers, initContainers } = pod;
  if (!hasHigherLimit(pod) && !containers.some(hasHigherLimit) && !initContainers.some(hasHigherLimit)) return;
  add('limits-above-requests', () => {
    const found = placesOfLimits(pod).filter(hasHigherLimit);
    const names = found.map(({ name }) => name).join(', ');
    const [{ field } = { field: SPEC }] = found;
    const message = `limits are higher than requests (${names}): Fargate provisions only what the pod requests`;
    return { field: field.to('resources'), message };
  });
}

const SPEC = FieldPath.of('spec');

function placesOfLimits({ containers, initContainers, resources }: Pod) {
  return [
    { name: 'the pod as a whole', resources, field: SPEC },
    ...located(containers, 'containers').map(withField),
    ...located(initContainers, 'initContainers').map(withField),
  ];
}

function withField(place: LocatedContainer) {
  const { name, resources } = place.container;
  return { name, resources, field: fieldOf(place) };
}

function hasHigherLimit({ resources: { requests, limits } }: { readonly resources: ResourceRequirements }): boolean {
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

/** Whether the pod needs a larger size because of the 256 MiB for Fargate's own components. */
function checkOverheadStep({ cpu, memory }: EffectiveRequests, capacity: ProvisionedCapacity, add: AddFinding): void {
  const fitting = smallestSize({ cpu, memory: memory - OVERHEAD_MIB * MEBIBYTE });
  if (fitting.kind !== 'provisioned' || isSameSize(fitting, capacity)) return;
  add('size-step', () => {
    const message = `Fargate adds 256 MiB, so the pod gets ${formatCapacity(capacity)}: with ${largestMemory(fitting)} instead of ${inMiB(memory)} of memory it gets ${formatCapacity(fitting)}`;
    return { field: FieldPath.of('spec', 'containers'), message };
  });
}

function largestMemory({ memoryGB }: ProvisionedCapacity): string {
  return `${BigInt(memoryGB * 1024) - OVERHEAD_MIB}Mi`;
}

/** The memory to request in place of what a size-step finding is about, and the size that the pod then gets, in words. */
export function memoryBelowStep({
  cpu,
  memory,
}: Pick<EffectiveRequests, 'cpu' | 'memory'>): { readonly memory: string; readonly size: string } | undefined {
  const fitting = smallestSize({ cpu, memory: memory - OVERHEAD_MIB * MEBIBYTE });
  if (fitting.kind !== 'provisioned') return undefined;
  return { memory: largestMemory(fitting), size: formatCapacity(fitting) };
}

function isSameSize(one: ProvisionedCapacity, other: ProvisionedCapacity): boolean {
  return one.vcpu === other.vcpu && one.memoryGB === other.memoryGB;
}

function checkUnused(requests: EffectiveRequests, capacity: ProvisionedCapacity, add: AddFinding): void {
  const unused = largeUnusedShare(requestedAmount(requests), provisionedAmount(capacity));
  if (unused === undefined) return;
  add('size-unused', () => ({
    field: FieldPath.of('spec', 'containers'),
    message: `${Math.floor(unused * 100)}% of the price of ${formatCapacity(capacity)} pays for capacity that the pod does not request`,
  }));
}

function inMiB(memory: bigint): string {
  const gibibyte = MEBIBYTE * 1024n;
  if (memory % gibibyte === 0n) return `${memory / gibibyte}Gi`;
  return `${(memory + MEBIBYTE - 1n) / MEBIBYTE}Mi`;
}
