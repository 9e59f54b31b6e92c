import { COMPARABLE_SIZES, MEMORY_OVERHEAD } from '../fargate/capacity.ts';
import { firstCase, list, literal, type Variable } from './cel.ts';

/** Amounts are in thousandths, as in the rules: of a vCPU, of a byte. */
const MEBIBYTE = 1000n * 1024n ** 2n;

/** `capacity`: the size that Fargate provisions for `variables.pod`, in EKS's words; empty where no size is large enough. */
export function capacityVariables(): readonly Variable[] {
  const needed = `variables.memory + ${MEMORY_OVERHEAD}`;
  const fits = `variables.cpu <= size[0][0] && ${needed} <= size[0][1] * ${MEBIBYTE}`;
  return [
    ...containerVariables(),
    ...resourceVariables({ name: 'cpu', resource: 'cpu' }),
    ...resourceVariables({ name: 'memory', resource: 'memory' }),
    { name: 'fittingSizes', expression: `${sizes()}.filter(size, ${fits})` },
    {
      name: 'fittingMemories',
      expression: `variables.fittingSizes[0][1].filter(memory, ${needed} <= memory * ${MEBIBYTE})`,
    },
    { name: 'capacity', expression: `variables.fittingSizes.size() == 0 ? '' : ${SIZE_TEXT}` },
  ];
}

/** One element for each vCPU, cheapest first: `[[thousandths of a vCPU, most MiB], [MiB, …]]`. */
function sizes(): string {
  const rows = [...Map.groupBy(COMPARABLE_SIZES, ({ cpu }) => cpu)].map(([cpu, all]) => {
    const memories = all.map(({ memory }) => String(memory / MEBIBYTE));
    return list([list([String(cpu), memories.at(-1) ?? '0']), list(memories)]);
  });
  return list(rows);
}

/** Only the smallest size has no whole number of GB. */
const SIZE_TEXT = `${vcpuTexts()}[variables.fittingSizes[0][0][0]] + 'vCPU ' +
(variables.fittingMemories[0] == 512 ? '0.5' : string(variables.fittingMemories[0] / 1024)) + 'GB'`;

function vcpuTexts(): string {
  const amounts = new Set(COMPARABLE_SIZES.map(({ cpu }) => cpu));
  return `{${[...amounts].map((cpu) => `${cpu}: ${literal(String(Number(cpu) / 1000))}`).join(', ')}}`;
}

export function containerVariables(): readonly Variable[] {
  return [
    { name: 'containers', expression: 'variables.pod.spec.?containers.orValue([])' },
    { name: 'initContainers', expression: 'variables.pod.spec.?initContainers.orValue([])' },
    {
      name: 'sidecars',
      expression: "variables.initContainers.map(container, container.?restartPolicy.orValue('') == 'Always')",
    },
  ];
}

export interface NamedResource {
  /** Of the variable with what the pod requests as a whole. */
  readonly name: string;
  readonly resource: string;
}

/** As `podRequest` counts: pod-level requests replace those of the containers. */
function resourceVariables({ name, resource }: NamedResource): readonly Variable[] {
  const level = 'variables.pod.spec.?resources';
  const [requested, limited] = [`${level}.?requests[?${literal(resource)}]`, `${level}.?limits[?${literal(resource)}]`];
  const areAnyRequested = `(variables.containers + variables.initContainers).exists(container, ${requestOf(resource)}.hasValue())`;
  const cases = [
    [`${requested}.hasValue()`, thousandths(requested)],
    [`${limited}.hasValue() && !${areAnyRequested}`, thousandths(limited)],
  ] as const;
  return [...containersVariables({ name, resource }), { name, expression: firstCase(cases, `variables.${name}OfAll`) }];
}

/** `…OfAll`: the largest amount that is requested at the same time. A sidecar runs beside everything that starts after it. */
export function containersVariables({ name, resource }: NamedResource): readonly Variable[] {
  const [running, starting] = [`variables.${name}OfContainers`, `variables.${name}OfInitContainers`];
  const amount = thousandths(requestOf(resource));
  const earlierSidecars = `${starting}.transformList(earlier, request, earlier < index && variables.sidecars[earlier], request).sum()`;
  return [
    { name: `${name}OfContainers`, expression: `variables.containers.map(container, ${amount})` },
    { name: `${name}OfInitContainers`, expression: `variables.initContainers.map(container, ${amount})` },
    {
      name: `${name}OfAll`,
      expression: `([${running}.sum() + ${starting}.transformList(index, request, variables.sidecars[index], request).sum()] +
(true in variables.sidecars ? ${starting}.transformList(index, request, request + ${earlierSidecars}) : ${starting})).max()`,
    },
  ];
}

/** An optional; the limit where there is no request. */
function requestOf(resource: string): string {
  const key = `[?${literal(resource)}]`;
  return `container.?resources.?requests${key}.or(container.?resources.?limits${key})`;
}

/**
 * More than any size: an amount above it does not overflow. CEL has no sum of quantities. A double is exact up to 2^53, and
 * the API server has rounded every quantity up to a thousandth before.
 */
const MAX_AMOUNT = '100000000000000.0';

function thousandths(optional: string): string {
  return `int([quantity(${optional}.orValue('0')).asApproximateFloat(), ${MAX_AMOUNT}].min() * 1000.0 + 0.5)`;
}
