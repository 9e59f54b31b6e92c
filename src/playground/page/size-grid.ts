import { element, quoted } from '../../audit/page/assets/elements.js';
import { counted, decimal, money, useCurrency } from '../../audit/page/assets/text.js';
import type { Amount } from '../../fargate/cost.ts';
import type { ChosenSize, SizeRow, SizeTable } from '../sizes.ts';

/** What the size costs, what of it is unused, and the least change that saves a step. */
export function costSentences(chosen: ChosenSize, { currency, estimate }: SizeTable): readonly HTMLElement[] {
  useCurrency(currency);
  const { costPerMonth, replicas, unused, unusedCostPerMonth, step } = chosen;
  const ofAll = replicas === 1 ? '' : `, ${money(costPerMonth * replicas)} for ${counted(replicas, 'pod')}`;
  const cost = element('p', { class: 'cost' }, [
    'Cost: ',
    element('strong', {}, [`${money(costPerMonth)} a month`]),
    ` for one pod${ofAll}. Unused: ${amountText(unused)}, ${money(unusedCostPerMonth)} a month for one pod.`,
  ]);
  const note = element('p', { class: 'note' }, [estimate]);
  return step === undefined ? [cost, note] : [cost, stepSentence(step), note];
}

function stepSentence({ to, cpu, memory, savedPerMonth }: NonNullable<ChosenSize['step']>): HTMLElement {
  const changes = [
    ...(cpu === undefined ? [] : [`cpu ${cpu.to} instead of ${cpu.from}`]),
    ...(memory === undefined ? [] : [`memory ${memory.to} instead of ${memory.from}`]),
  ];
  return element('p', { class: 'step' }, [
    'Next smaller size: request in total ',
    quoted(changes.join(', ')),
    ', and a pod gets ',
    element('strong', {}, [to]),
    `, which saves ${money(savedPerMonth)} a month.`,
  ]);
}

function amountText({ vcpu, gigabytes }: Amount): string {
  return `${decimal(vcpu)} vCPU and ${decimal(gigabytes)} GB`;
}

interface SizeGridOptions {
  readonly table: SizeTable;
  readonly chosen: ChosenSize | undefined;
  readonly isOpen: boolean;
  readonly label: string;
}

/** All sizes that Fargate has, with the chosen one. Made when it is opened: it has more cells than all else together. */
export function sizeGrid({ table, chosen, isOpen, label }: SizeGridOptions): HTMLElement {
  const summary = element('summary', {}, ['Table of sizes']);
  const details = element('details', { class: 'sizes' }, [summary]);
  const fill = () => {
    if (details.childElementCount === 1) details.append(grid({ table, chosen, label }));
  };
  details.addEventListener('toggle', fill);
  if (isOpen) {
    fill();
    details.open = true;
  }
  return details;
}

function grid({ table, chosen, label }: Omit<SizeGridOptions, 'isOpen'>): HTMLTableElement {
  const head = element('tr', {}, [
    element('th', { scope: 'col' }, ['vCPU']),
    element('th', { scope: 'col' }, ['Memory, and cost a month of one pod']),
  ]);
  return element('table', { 'aria-label': `Sizes of Fargate, with that of ${label}` }, [
    element('thead', {}, [head]),
    element(
      'tbody',
      {},
      table.rows.map((row) => gridRow(row, chosen)),
    ),
  ]);
}

function gridRow({ vcpu, cells }: SizeRow, chosen: ChosenSize | undefined): HTMLElement {
  const items = cells.map(({ memoryGB, costPerMonth }) => {
    const isChosen = chosen?.vcpu === vcpu && chosen.memoryGB === memoryGB;
    return element('li', isChosen ? { class: 'cell chosen', 'aria-current': 'true' } : { class: 'cell' }, [
      element('span', {}, [`${memoryGB} GB`]),
      ' ',
      element('span', { class: 'price' }, [money(costPerMonth)]),
      ...(isChosen ? [element('span', { class: 'spoken' }, [', chosen'])] : []),
    ]);
  });
  return element('tr', {}, [
    element('th', { scope: 'row', class: 'number' }, [String(vcpu)]),
    element('td', {}, [element('ul', { class: 'cells' }, items)]),
  ]);
}
