import { type Container, ownValue, type ResourceRequirements } from './pod.ts';
import { parseQuantity } from './quantity.ts';

export type ResourceName = 'cpu' | 'memory' | 'ephemeral-storage';

/** What a pod asks for as a whole, in thousandths: of a vCPU, of a byte. */
export interface EffectiveRequests {
  readonly kind: 'requests';
  readonly cpu: bigint;
  readonly memory: bigint;
  readonly ephemeralStorage: bigint;
}

/** The API server lets no such pod through; a file can hold one. */
export interface InvalidQuantity {
  readonly kind: 'invalid-quantity';
  readonly resource: ResourceName;
  readonly text: string;
}

type ContainerResources = Pick<Container, 'resources' | 'restartPolicy'>;

/** What of a pod says how much it asks for. */
export interface ResourceOwner {
  readonly containers: readonly ContainerResources[];
  readonly initContainers: readonly ContainerResources[];
  /** Pod-level. */
  readonly resources: ResourceRequirements;
}

/**
 * The requests of a pod as Kubernetes counts them: requests default to limits; sidecars (restartable init containers)
 * run beside everything that starts after them; pod-level requests replace the sum of the containers.
 *
 * Sources: EKS User Guide, fargate-pod-configuration; Kubernetes, "Resource sharing within containers" and "Assign
 * Pod-level CPU and memory resources". That Fargate counts sidecars and pod-level requests like this is open, and so
 * is `spec.overhead`, which is left out.
 */
export function effectiveRequests(pod: ResourceOwner): EffectiveRequests | InvalidQuantity {
  try {
    return {
      kind: 'requests',
      cpu: podRequest(pod, 'cpu'),
      memory: podRequest(pod, 'memory'),
      ephemeralStorage: containersRequest(pod, 'ephemeral-storage'),
    };
  } catch (error) {
    if (error instanceof NotAQuantity) return error.result;
    throw error;
  }
}

function podRequest(pod: ResourceOwner, resource: ResourceName): bigint {
  const requested = quantityOf(pod.resources.requests, resource);
  if (requested !== undefined) return requested;
  const limit = quantityOf(pod.resources.limits, resource);
  // The API server fills an absent pod-level request with the containers' requests, where there are any, else with the limit.
  if (limit !== undefined && !isAskedByContainers(pod, resource)) return limit;
  return containersRequest(pod, resource);
}

function isAskedByContainers({ containers, initContainers }: ResourceOwner, resource: ResourceName): boolean {
  return [...containers, ...initContainers].some(({ resources }) => requestOf(resources, resource) !== undefined);
}

/** The most that is ever asked for at once: by an init container with the sidecars before it, or by all that stays. */
function containersRequest({ containers, initContainers }: ResourceOwner, resource: ResourceName): bigint {
  let sidecars = 0n;
  let starting = 0n;
  for (const container of initContainers) {
    const request = requestOf(container.resources, resource) ?? 0n;
    if (isSidecar(container)) sidecars += request;
    const atThisPoint = isSidecar(container) ? sidecars : sidecars + request;
    if (atThisPoint > starting) starting = atThisPoint;
  }
  let running = sidecars;
  for (const container of containers) running += requestOf(container.resources, resource) ?? 0n;
  return running > starting ? running : starting;
}

function isSidecar(container: ContainerResources): boolean {
  return container.restartPolicy === 'Always';
}

function requestOf({ requests, limits }: ResourceRequirements, resource: ResourceName): bigint | undefined {
  return quantityOf(requests, resource) ?? quantityOf(limits, resource);
}

function quantityOf(quantities: ResourceRequirements['requests'], resource: ResourceName): bigint | undefined {
  const text = ownValue(quantities, resource);
  if (text === undefined) return undefined;
  const quantity = parseQuantity(text);
  if (quantity === undefined) throw new NotAQuantity(resource, text);
  return quantity;
}

/** Carries the first bad quantity out of the sums. */
class NotAQuantity extends Error {
  override readonly name = 'NotAQuantity';
  readonly result: InvalidQuantity;

  constructor(resource: ResourceName, text: string) {
    super(`${resource}: not a quantity: ${text}`);
    this.result = { kind: 'invalid-quantity', resource, text };
  }
}
