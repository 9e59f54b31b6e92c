import { type ContainerRequests, formatCapacity, type SizeArithmetic } from '../../fargate/capacity.ts';
import { formatCpu, formatMemory } from '../../fargate/quantity.ts';
import type { InvalidQuantity } from '../../fargate/requests.ts';
import { printable } from '../shared/terminal-text.ts';

/** The arithmetic of the size: the requests of each container, their sum, and the size that Fargate provisions. */
export function sizeLines(size: SizeArithmetic | InvalidQuantity): readonly string[] {
  if (size.kind === 'invalid-quantity') {
    return [`unknown, because ${printable(JSON.stringify(size.text))} is no quantity of ${size.resource}`];
  }
  const rows = [{ name: '', cpu: 'cpu', memory: 'memory', note: '' }, ...containerRows(size), ...sumRows(size)];
  return [headOf(size), ...align(rows).map((line) => `  ${line}`)];
}

interface Row {
  readonly name: string;
  readonly cpu: string;
  readonly memory: string;
  readonly note: string;
}

function headOf({ capacity }: SizeArithmetic): string {
  return capacity.kind === 'provisioned' ? formatCapacity(capacity) : `none, because ${capacity.reason}`;
}

function containerRows({ containers }: SizeArithmetic): readonly Row[] {
  return containers.map((container) => {
    const { role, name, cpu, memory } = container;
    return {
      name: printable(`${role} ${name}`),
      cpu: cpu === undefined ? '-' : formatCpu(cpu.amount),
      memory: memory === undefined ? '-' : formatMemory(memory.amount),
      note: noteOn(container),
    };
  });
}

function noteOn({ cpu, memory }: ContainerRequests): string {
  const fromLimits = [...(cpu?.from === 'limit' ? ['cpu'] : []), ...(memory?.from === 'limit' ? ['memory'] : [])];
  if (fromLimits.length > 0) return `${fromLimits.join(' and ')} from the limit`;
  return cpu === undefined && memory === undefined ? 'requests nothing' : '';
}

function sumRows({ containers, cpu, memory, memoryOverhead, capacity }: SizeArithmetic): readonly Row[] {
  const hasInit = containers.some(({ role }) => role === 'init container');
  const hasPodLevel = cpu.podLevel !== undefined || memory.podLevel !== undefined;
  const starting = row('most while starting', cpu.starting, memory.starting);
  return [
    ...(hasInit ? [{ ...starting, note: 'an init container, with the sidecars before it' }] : []),
    row(hasInit ? 'sum while running' : 'sum', cpu.running, memory.running),
    ...(hasPodLevel ? [{ ...row('pod level', cpu.podLevel, memory.podLevel), note: 'replaces the containers' }] : []),
    ...(hasInit || hasPodLevel ? [row('requested', cpu.requested, memory.requested)] : []),
    row('+ Fargate itself', undefined, memoryOverhead),
    row('needed', cpu.requested, memory.requested + memoryOverhead),
    ...(capacity.kind === 'provisioned'
      ? [
          {
            name: 'provisioned',
            cpu: `${capacity.vcpu}vCPU`,
            memory: `${capacity.memoryGB}GB`,
            note: 'the cheapest size that holds it',
          },
        ]
      : []),
  ];
}

function row(name: string, cpu: bigint | undefined, memory: bigint | undefined): Row {
  return {
    name,
    cpu: cpu === undefined ? '' : formatCpu(cpu),
    memory: memory === undefined ? '' : formatMemory(memory),
    note: '',
  };
}

function align(rows: readonly Row[]): readonly string[] {
  const width = (column: 'name' | 'cpu' | 'memory') =>
    rows.reduce((widest, cells) => Math.max(widest, cells[column].length), 0);
  const [names, cpus, memories] = [width('name'), width('cpu'), width('memory')];
  return rows.map(({ name, cpu, memory, note }) =>
    `${name.padEnd(names)}  ${cpu.padStart(cpus)}  ${memory.padStart(memories)}  ${note}`.trimEnd(),
  );
}
