import type { Change } from '../documents/edit/change.ts';
import type { Segment } from '../fargate/field-path.ts';
import { ownValue, type ResourceRequirements } from '../fargate/pod.ts';
import { parseQuantity } from '../fargate/quantity.ts';
import { memoryBelowStep } from '../fargate/sizing.ts';
import { type Found, type Proposal, podField } from './proposal.ts';

/** Requests and limits of the pod or of one of its containers, and where they are in the pod. */
interface Owner {
  readonly resources: ResourceRequirements;
  readonly path: readonly Segment[];
}

function ownersIn({ explanation }: Found): readonly Owner[] {
  const { pod } = explanation.workload;
  const inList = (list: 'containers' | 'initContainers') =>
    pod[list].map(({ resources }, index): Owner => ({ resources, path: ['spec', list, index, 'resources'] }));
  return [
    { resources: pod.resources, path: ['spec', 'resources'] },
    ...inList('containers'),
    ...inList('initContainers'),
  ];
}

/** Requests what the limits allow. */
export function raisesRequests(found: Found): Proposal | undefined {
  const changes = ownersIn(found).flatMap(({ resources, path }) =>
    (['cpu', 'memory'] as const).flatMap((resource) => {
      const [limit, request] = [ownValue(resources.limits, resource), ownValue(resources.requests, resource)];
      if (limit === undefined || request === undefined || !isMore(limit, request)) return [];
      return [changeOf(found, [...path, 'requests', resource], limit)];
    }),
  );
  return proposal('Set the requests to the limits', changes);
}

function isMore(one: string, other: string): boolean {
  const [a, b] = [parseQuantity(one), parseQuantity(other)];
  return a !== undefined && b !== undefined && a > b;
}

/** Where one container requests all the memory that the pod does: of several, only a person knows which can do with less. */
export function lowersMemory(found: Found): Proposal | undefined {
  const { size } = found.explanation;
  if (size.kind === 'invalid-quantity') return undefined;
  const wanted = memoryBelowStep({ cpu: size.cpu.requested, memory: size.memory.requested });
  const owners = ownersIn(found).filter(({ resources }) => {
    const request = parseQuantity(ownValue(resources.requests, 'memory') ?? '');
    return request !== undefined && request > 0n;
  });
  const [owner, ...others] = owners;
  if (wanted === undefined || owner === undefined || others.length > 0) return undefined;
  const { requests, limits } = owner.resources;
  if (parseQuantity(ownValue(requests, 'memory') ?? '') !== size.memory.requested) return undefined;
  const isGuaranteed = parseQuantity(ownValue(limits, 'memory') ?? '') === size.memory.requested;
  const names = isGuaranteed ? (['requests', 'limits'] as const) : (['requests'] as const);
  const changes = names.map((name) => changeOf(found, [...owner.path, name, 'memory'], wanted.memory));
  return proposal(`Request ${wanted.memory} of memory, for ${wanted.size}`, changes);
}

function changeOf(found: Found, path: readonly Segment[], value: string): Change | undefined {
  const field = podField(found, ...path);
  return field === undefined ? undefined : { kind: 'set', path: field, value };
}

/** All of the changes or none. */
function proposal(title: string, changes: readonly (Change | undefined)[]): Proposal | undefined {
  const known = changes.filter((change) => change !== undefined);
  return known.length < changes.length || known.length === 0 ? undefined : { title, changes: known };
}
