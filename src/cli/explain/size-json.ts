import type { ContainerRequests, ResourceArithmetic, SizeArithmetic } from '../../fargate/capacity.ts';
import type { InvalidQuantity } from '../../fargate/requests.ts';
import type { JsonContainer, JsonSize, JsonSum } from './json-form.ts';

export function jsonSize(size: SizeArithmetic | InvalidQuantity): JsonSize {
  if (size.kind === 'invalid-quantity') {
    return { problem: `${JSON.stringify(size.text)} is no quantity of ${size.resource}` };
  }
  const { capacity, cpu, memory, memoryOverhead } = size;
  return {
    ...(capacity.kind === 'provisioned'
      ? { provisioned: { vcpu: capacity.vcpu, memoryGB: capacity.memoryGB } }
      : { problem: capacity.reason }),
    containers: size.containers.map(jsonContainer),
    cpuMillis: jsonSum({ ...cpu, overhead: 0n }, Number),
    memoryBytes: jsonSum({ ...memory, overhead: memoryOverhead }, wholeBytes),
  };
}

function jsonContainer({ name, role, cpu, memory }: ContainerRequests): JsonContainer {
  const asked = { cpu, memory };
  return {
    name,
    role,
    ...(cpu === undefined ? {} : { cpuMillis: Number(cpu.amount) }),
    ...(memory === undefined ? {} : { memoryBytes: wholeBytes(memory.amount) }),
    fromLimit: (['cpu', 'memory'] as const).filter((resource) => asked[resource]?.from === 'limit'),
  };
}

function jsonSum(
  { starting, running, podLevel, requested, overhead }: ResourceArithmetic & { readonly overhead: bigint },
  toNumber: (thousandths: bigint) => number,
): JsonSum {
  return {
    starting: toNumber(starting),
    running: toNumber(running),
    ...(podLevel === undefined ? {} : { podLevel: toNumber(podLevel) }),
    overhead: toNumber(overhead),
    needed: toNumber(requested + overhead),
  };
}

function wholeBytes(thousandths: bigint): number {
  return Number((thousandths + 999n) / 1000n);
}
