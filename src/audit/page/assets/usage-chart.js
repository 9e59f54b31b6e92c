/** @import { Amount } from '../../../fargate/cost.ts' */
/** @typedef {Exclude<keyof Amount, 'storageGigabytes'>} Measure */
/** @import { AuditReport, FargateTotals, ProfileTotals } from '../../report/report.ts' */
import { choice, drawing, element, part, quoted, scrollable } from './elements.js';
import { growingList } from './growing-list.js';
import { decimal, money, percentage } from './text.js';

const BARS_AT_ONCE = 12;

/** @typedef {{ readonly name: string, readonly note: string, readonly fargate: FargateTotals }} Bar */

/** @type {Readonly<Record<'vCPU' | 'GB', Measure>>} */
const MEASURES = { vCPU: 'vcpu', GB: 'gigabytes' };

/**
 * Provisioned against requested: a table with a bar in each row, so that picture and figures cannot part.
 * @param {AuditReport} report
 */
export function showUsage({ profiles, namespaces }) {
  const groups = { profile: profiles.map(profileBar), namespace: namespaces.map((one) => ({ ...one, note: '' })) };
  const by = choice('By', ['profile', 'namespace'], update);
  const unit = choice('In', ['vCPU', 'GB'], update);
  const head = element('thead');
  const body = element('tbody');
  let scale = 0;
  const growing = growingList({
    container: body,
    step: BARS_AT_ONCE,
    build: (/** @type {Bar} */ bar) => barRow(bar, MEASURES[unit.chosen()], scale),
  });

  function update() {
    const measure = MEASURES[unit.chosen()];
    const bars = groups[by.chosen()].toSorted(
      (a, b) => b.fargate.provisioned[measure] - a.fargate.provisioned[measure],
    );
    scale = bars.reduce((most, bar) => Math.max(most, longest(bar, measure)), 0);
    head.replaceChildren(headRow(by.chosen(), unit.chosen()));
    growing.show(bars);
  }

  const caption = element('caption', {}, ['Pods on Fargate, largest first']);
  const table = element('table', { class: 'usage' }, [caption, head, body]);
  const choices = element('div', { class: 'choices' }, [by.element, unit.element]);
  part('usage').append(choices, legend(), scrollable('Table of requests', table), growing.more);
  update();
}

/**
 * @param {ProfileTotals} profile
 * @returns {Bar}
 */
function profileBar({ name, status, fargate }) {
  return { name, note: status === 'ACTIVE' ? '' : ` (${status ?? 'not in the cluster'})`, fargate };
}

/**
 * @param {Bar} bar
 * @param {Measure} measure
 */
function longest({ fargate }, measure) {
  return Math.max(fargate.provisioned[measure], fargate.requested[measure]);
}

/**
 * @param {string} group
 * @param {string} unit
 */
function headRow(group, unit) {
  const numbers = [`Requested ${unit}`, `Provisioned ${unit}`, 'Pods', 'Cost a\u00a0month', 'Unused a\u00a0month'];
  return element('tr', {}, [
    element('th', { scope: 'col' }, [group === 'profile' ? 'Profile' : 'Namespace']),
    element('th', { scope: 'col' }, ['Requested of provisioned']),
    ...numbers.map((title) => element('th', { scope: 'col', class: 'number' }, [title])),
  ]);
}

/**
 * @param {Bar} bar
 * @param {Measure} measure
 * @param {number} scale
 */
function barRow({ name, note, fargate }, measure, scale) {
  const { requested, provisioned, pods, costPerMonth, unusedCostPerMonth } = fargate;
  const numbers = [
    [decimal(requested[measure])],
    [decimal(provisioned[measure]), ...storageNote(provisioned)],
    [decimal(pods)],
    [money(costPerMonth)],
    [money(unusedCostPerMonth)],
  ];
  const share = element('span', { class: 'share' }, [percentage(requested[measure], provisioned[measure])]);
  return element('tr', {}, [
    element('th', { scope: 'row' }, [quoted(name), note]),
    element('td', { class: 'bar' }, [picture(requested[measure], provisioned[measure], scale), share]),
    ...numbers.map((cell) => element('td', { class: 'number' }, cell)),
  ]);
}

/** @param {Amount} provisioned */
function storageNote({ storageGigabytes = 0 }) {
  if (storageGigabytes === 0) return [];
  return [element('span', { class: 'second' }, [`${decimal(storageGigabytes)} GB storage over 20 GB`])];
}

/**
 * @param {number} requested
 * @param {number} provisioned
 * @param {number} scale
 */
function picture(requested, provisioned, scale) {
  return drawing('svg', { class: 'picture', 'aria-hidden': 'true' }, [
    drawing('rect', { class: 'provisioned', y: '1', height: '14', width: lengthOf(provisioned, scale) }),
    drawing('rect', { class: 'requested', y: '4', height: '8', width: lengthOf(requested, scale) }),
  ]);
}

/**
 * @param {number} value
 * @param {number} scale
 */
function lengthOf(value, scale) {
  return scale === 0 ? '0' : `${(value / scale) * 100}%`;
}

function legend() {
  const entries = ['requested', 'provisioned'].map((name) => {
    const sample = drawing('rect', { class: name, x: '1', y: '3', width: '18', height: '10' });
    const picture = drawing('svg', { viewBox: '0 0 20 16', class: 'sample', 'aria-hidden': 'true' }, [sample]);
    return element('li', {}, [picture, name]);
  });
  return element('ul', { class: 'legend', 'aria-label': 'What the bars mean' }, entries);
}
