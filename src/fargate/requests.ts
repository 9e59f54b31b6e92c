import { memoizeLast } from './memoize-last.ts';
import { type Container, ownValue, type ResourceRequirements } from './pod.ts';
import { parseQuantity } from './quantity.ts';

export type ResourceName = 'cpu' | 'memory' | 'ephemeral-storage';

/** What a pod requests as a whole, in thousandths: of a vCPU, of a byte. */
export interface EffectiveRequests {
  readonly kind: 'requests';
  readonly cpu: bigint;
  readonly memory: bigint;
  readonly ephemeralStorage: bigint;
}

/** The API server rejects such a pod, but a file can contain one. */
export interface InvalidQuantity {
  readonly kind: 'invalid-quantity';
  readonly resource: ResourceName;
  readonly text: string;
}

type ContainerResources = Pick<Container, 'resources' | 'restartPolicy'>;

/** The parts of a pod that determine its requests. */
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
export const effectiveRequests: (pod: ResourceOwner) => EffectiveRequests | InvalidQuantity = memoizeLast((pod) =>
  unlessInvalid(() => ({
    kind: 'requests',
    cpu: podRequest(pod, 'cpu'),
    memory: podRequest(pod, 'memory'),
    ephemeralStorage: containersRequest(pod, 'ephemeral-storage'),
  })),
);

/** The result of a calculation with quantities, or the first invalid quantity. */
export function unlessInvalid<T>(compute: () => T): T | InvalidQuantity {
  try {
    return compute();
  } catch (error) {
    if (error instanceof NotAQuantity) return error.result;
    throw error;
  }
}

export function podRequest(pod: ResourceOwner, resource: ResourceName): bigint {
  return podLevelRequest(pod, resource) ?? containersRequest(pod, resource);
}

/** The pod-level request that replaces the requests of the containers; undefined where there is none. */
export function podLevelRequest(pod: ResourceOwner, resource: ResourceName): bigint | undefined {
  const requested = quantityOf(pod.resources.requests, resource);
  if (requested !== undefined) return requested;
  const limit = quantityOf(pod.resources.limits, resource);
  // The API server fills an absent pod-level request with the containers' requests, where there are any, else with the limit.
  return limit !== undefined && !isRequestedByContainers(pod, resource) ? limit : undefined;
}

function isRequestedByContainers({ containers, initContainers }: ResourceOwner, resource: ResourceName): boolean {
  return [...containers, ...initContainers].some(({ resources }) => requestOf(resources, resource) !== undefined);
}

/** The largest amount that is requested at the same time. */
function containersRequest(pod: ResourceOwner, resource: ResourceName): bigint {
  const { starting, running } = requestsOverTime(pod, resource);
  return running > starting ? running : starting;
}

export interface RequestsOverTime {
  /** Of the init container that requests most, with the sidecars started before it. */
  readonly starting: bigint;
  /** Of the sidecars and containers together. */
  readonly running: bigint;
}

export function requestsOverTime(
  { containers, initContainers }: ResourceOwner,
  resource: ResourceName,
): RequestsOverTime {
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
  return { starting, running };
}

export function isSidecar(container: ContainerResources): boolean {
  return container.restartPolicy === 'Always';
}

/** Defaults to the limit. */
export function requestOf({ requests, limits }: ResourceRequirements, resource: ResourceName): bigint | undefined {
  return quantityOf(requests, resource) ?? quantityOf(limits, resource);
}

function quantityOf(quantities: ResourceRequirements['requests'], resource: ResourceName): bigint | undefined {
  const text = ownValue(quantities, resource);
  if (text === undefined) return undefined;
  const quantity = parseQuantity(text);
  if (quantity === undefined) throw new NotAQuantity(resource, text);
  return quantity;
}

/** Ends a calculation at the first invalid quantity. */
class NotAQuantity extends Error {
  override readonly name = 'NotAQuantity';
  readonly result: InvalidQuantity;

  constructor(resource: ResourceName, text: string) {
    super(`${resource}: not a quantity: ${text}`);
    this.result = { kind: 'invalid-quantity', resource, text };
  }
}
