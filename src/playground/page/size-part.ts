import { element, quoted, scrollable } from '../../audit/page/assets/elements.js';
import { formatCpu, formatMemory } from '../../fargate/quantity.ts';
import type { JsonContainer, JsonExplanation, JsonSum } from '../../inspection/explanation-list.ts';
import type { PlaygroundSize, SizeTable } from '../sizes.ts';
import { costSentences, sizeGrid } from './size-grid.ts';

export interface SizedExplanation {
  readonly explanation: JsonExplanation;
  readonly size: PlaygroundSize;
  readonly sizeTable: SizeTable;
  /** Of no other workload there is anything to show. */
  readonly isAlone: boolean;
}

/** How the size comes about, what it costs, and which change saves a step. */
export function sizePart({ explanation, size, sizeTable, isAlone }: SizedExplanation): readonly Node[] {
  const { decision, object } = explanation;
  const title = element('h4', {}, [decision.onFargate ? 'Size' : 'Size, if it were on Fargate']);
  return [
    title,
    sizeSentence(explanation.size),
    ...requestTable(explanation),
    ...(size.chosen === undefined ? [] : costSentences(size.chosen, sizeTable)),
    sizeGrid({ table: sizeTable, chosen: size.chosen, isOpen: isAlone, label: object.name }),
  ];
}

function sizeSentence(size: JsonExplanation['size']): HTMLElement {
  if ('problem' in size) return element('p', {}, ['There is no size: ', quoted(size.problem), '.']);
  return element('p', {}, [
    'Fargate provisions ',
    element('strong', {}, [sizeText(size.provisioned)]),
    ', the cheapest size that holds what is needed.',
  ]);
}

function requestTable({ size, object }: JsonExplanation): readonly Node[] {
  const { containers, cpuMillis, memoryBytes } = size;
  if (containers === undefined || cpuMillis === undefined || memoryBytes === undefined) return [];
  const rows = [...containers.map(containerRow), ...sumRows({ containers, cpuMillis, memoryBytes })];
  return [scrollable(`Requests of ${object.name}`, table(rows))];
}

/** `0.25vCPU 0.5GB`, as EKS writes it. */
export function sizeText({ vcpu, memoryGB }: { readonly vcpu: number; readonly memoryGB: number }): string {
  return `${vcpu}vCPU ${memoryGB}GB`;
}

interface Row {
  readonly name: readonly (Node | string)[];
  readonly cpu: number | undefined;
  readonly memory: number | undefined;
  readonly note: string;
  readonly isSum: boolean;
}

function table(rows: readonly Row[]): HTMLTableElement {
  const head = element('tr', {}, [
    element('th', { scope: 'col' }, ['What']),
    element('th', { scope: 'col', class: 'number' }, ['cpu']),
    element('th', { scope: 'col', class: 'number' }, ['memory']),
    element('th', { scope: 'col' }, ['Note']),
  ]);
  const body = rows.map(({ name, cpu, memory, note, isSum }) =>
    element('tr', isSum ? { class: 'sum' } : {}, [
      element('th', { scope: 'row' }, name),
      element('td', { class: 'number' }, [cpu === undefined ? '–' : formatCpu(BigInt(Math.round(cpu)))]),
      element('td', { class: 'number' }, [
        memory === undefined ? '–' : formatMemory(BigInt(Math.round(memory)) * 1000n),
      ]),
      element('td', {}, [note]),
    ]),
  );
  return element('table', { class: 'requests' }, [element('thead', {}, [head]), element('tbody', {}, body)]);
}

function containerRow({ role, name, cpuMillis, memoryBytes, fromLimit }: JsonContainer): Row {
  const isEmpty = cpuMillis === undefined && memoryBytes === undefined;
  const note = fromLimit.length > 0 ? `${fromLimit.join(' and ')} from the limit` : isEmpty ? 'requests nothing' : '';
  return { name: [`${role} `, quoted(name)], cpu: cpuMillis, memory: memoryBytes, note, isSum: false };
}

interface Arithmetic {
  readonly containers: readonly JsonContainer[];
  readonly cpuMillis: JsonSum;
  readonly memoryBytes: JsonSum;
}

function sumRows({ containers, cpuMillis, memoryBytes }: Arithmetic): readonly Row[] {
  const hasInit = containers.some(({ role }) => role === 'init container');
  const hasPodLevel = cpuMillis.podLevel !== undefined || memoryBytes.podLevel !== undefined;
  const sum = (name: string, key: keyof JsonSum, note = ''): Row => ({
    name: [name],
    cpu: cpuMillis[key],
    memory: memoryBytes[key],
    note,
    isSum: true,
  });
  return [
    ...(hasInit ? [sum('most while starting', 'starting', 'an init container, with the sidecars before it')] : []),
    sum(hasInit ? 'sum while running' : 'sum', 'running'),
    ...(hasPodLevel ? [sum('pod level', 'podLevel', 'replaces the containers')] : []),
    { ...sum('+ Fargate itself', 'overhead'), cpu: undefined },
    sum('needed', 'needed'),
  ];
}
