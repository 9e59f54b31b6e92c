/** @import { AuditReport, AuditedWorkload, FargateTotals } from '../../report/report.ts' */
import { choice, drawing, element, part, quoted } from './elements.js';
import { growingList } from './growing-list.js';
import { counted, decimal, money, percentage, vcpuAndMemory } from './text.js';

const NAMESPACES_AT_ONCE = 12;
const WORKLOADS_AT_ONCE = 25;

/** @typedef {'cost' | 'vCPU' | 'GB'} CostMeasure */
/** @typedef {{ readonly namespace: string, readonly workload?: AuditedWorkload }} Shown */

/**
 * @typedef {object} CostScale
 * @property {CostMeasure} measure
 * @property {number} largest Of a namespace.
 * @property {number} total
 * @property {(wanted: Shown) => void} onShow
 */

/** @type {Readonly<Record<CostMeasure, (totals: FargateTotals) => number>>} */
const VALUES = {
  cost: ({ costPerMonth }) => costPerMonth,
  vCPU: ({ provisioned }) => provisioned.vcpu,
  GB: ({ provisioned }) => provisioned.gigabytes,
};

/**
 * What each namespace costs, as a bar and in words; it opens to its workloads. Without a price, the size is shown.
 * @param {AuditReport} report
 * @param {(wanted: Shown) => void} onShow
 */
export function showCosts({ prices, summary, namespaces, workloads }, onShow) {
  const hasPrice = prices.vcpuHour > 0 || prices.gigabyteHour > 0;
  const measures = choice('Bars show', hasPrice ? ['cost', 'vCPU', 'GB'] : ['vCPU', 'GB'], update);
  const list = element('ul', { class: 'costs', 'aria-label': 'Namespaces by cost' });
  const onFargate = namespaces.filter(({ fargate }) => fargate.pods > 0);
  const byNamespace = Map.groupBy(
    workloads.filter(({ fargate }) => fargate.pods > 0),
    ({ namespace }) => namespace,
  );
  /** @type {CostScale} */
  let scale = { measure: 'cost', largest: 0, total: 0, onShow };
  const growing = growingList({
    container: list,
    step: NAMESPACES_AT_ONCE,
    build: (/** @type {typeof onFargate[number]} */ { name, fargate }) =>
      namespaceItem({ name, fargate, workloads: byNamespace.get(name) ?? [] }, scale),
  });

  function update() {
    const measure = measures.chosen();
    const sorted = byValue(onFargate, measure);
    const [first] = sorted;
    scale = {
      measure,
      largest: first ? VALUES[measure](first.fargate) : 0,
      total: VALUES[measure](summary.fargate),
      onShow,
    };
    growing.show(sorted);
  }

  part('costs').append(
    ...(hasPrice ? [] : [element('p', {}, ['No price is known: the bars show the size.'])]),
    ...(onFargate.length === 0 ? [element('p', {}, ['No pod runs on Fargate.'])] : []),
    element('div', { class: 'choices' }, [measures.element]),
    list,
    growing.more,
  );
  update();
}

/**
 * The largest first.
 * @template {{ readonly fargate: FargateTotals }} Item
 * @param {readonly Item[]} items
 * @param {CostMeasure} measure
 */
function byValue(items, measure) {
  return items.toSorted((a, b) => VALUES[measure](b.fargate) - VALUES[measure](a.fargate));
}

/**
 * @param {{ readonly name: string, readonly fargate: FargateTotals, readonly workloads: readonly AuditedWorkload[] }} namespace
 * @param {CostScale} scale
 */
function namespaceItem({ name, fargate, workloads }, scale) {
  const open = element('button', { type: 'button', class: 'open', 'aria-expanded': 'false' }, [quoted(name)]);
  const line = costLine({ name: open, label: `namespace ${name}`, fargate, shown: { namespace: name } }, scale);
  const item = element('li', {}, [line]);
  /** @type {HTMLElement | undefined} */
  let opened;
  open.addEventListener('click', () => {
    const isOpen = open.getAttribute('aria-expanded') === 'true';
    open.setAttribute('aria-expanded', String(!isOpen));
    if (opened === undefined) {
      opened = workloadCosts(name, workloads, scale);
      item.append(opened);
    }
    opened.hidden = isOpen;
  });
  return item;
}

/**
 * @param {string} namespace
 * @param {readonly AuditedWorkload[]} workloads
 * @param {CostScale} scale
 */
function workloadCosts(namespace, workloads, scale) {
  const list = element('ul', { class: 'costs', 'aria-label': `Workloads of namespace ${namespace} by cost` });
  const growing = growingList({
    container: list,
    step: WORKLOADS_AT_ONCE,
    build: (/** @type {AuditedWorkload} */ workload) => {
      const { kind, name, fargate } = workload;
      const cell = element('span', { class: 'named' }, [
        quoted(name),
        ' ',
        element('span', { class: 'kind' }, [quoted(kind)]),
      ]);
      const line = { name: cell, label: `${kind} ${name}`, fargate, shown: { namespace, workload } };
      return element('li', {}, [costLine(line, scale)]);
    },
  });
  growing.show(byValue(workloads, scale.measure));
  return element('div', {}, [list, growing.more]);
}

/**
 * @param {{ readonly name: Node, readonly label: string, readonly fargate: FargateTotals, readonly shown: Shown }} line
 * @param {CostScale} scale
 */
function costLine({ name, label, fargate, shown }, { measure, largest, total, onShow }) {
  const value = VALUES[measure](fargate);
  const width = largest === 0 ? '0' : `${(value / largest) * 100}%`;
  const bar = drawing('rect', { class: 'requested', y: '2', height: '12', width });
  const words = measure === 'cost' ? `${money(value)} a month` : `${decimal(value)} ${measure}`;
  const size = `${vcpuAndMemory(fargate.provisioned)}, ${counted(fargate.pods, 'pod')}`;
  const show = element('button', { type: 'button', class: 'save', 'aria-label': `Show ${label} in the table` }, [
    'Show',
  ]);
  show.addEventListener('click', () => onShow(shown));
  return element('div', { class: 'cost-line' }, [
    name,
    drawing('svg', { class: 'cost-bar', 'aria-hidden': 'true' }, [bar]),
    element('span', { class: 'cost' }, [
      `${words}, ${percentage(value, total)}`,
      element('span', { class: 'second' }, [size]),
    ]),
    show,
  ]);
}
