/** @import { AuditedWorkload } from '../../report/report.ts' */
import { badge, RESULTS } from './badge.js';
import { element, quoted, quotedList } from './elements.js';
import { counted, decimal, money, NOTHING } from './text.js';

/** @typedef {'ascending' | 'descending'} Direction */

/**
 * @typedef {object} Column
 * @property {string} id Of the address.
 * @property {string} title
 * @property {boolean} isNumber
 * @property {Direction} first The direction that a first click on the header asks for.
 * @property {(workload: AuditedWorkload) => string | number} value By which rows are sorted.
 * @property {(workload: AuditedWorkload) => readonly (Node | string)[]} cell
 */

/** @type {Column} */
export const RESULT_COLUMN = {
  id: 'result',
  title: 'Result',
  isNumber: false,
  first: 'descending',
  value: ({ result }) => -RESULTS.indexOf(result),
  cell: resultCell,
};

/** @type {Column} */
export const NAME_COLUMN = textColumn('name', 'Workload', ({ name }) => name);

/**
 * Those after the name, which is the header of its row.
 * @type {readonly Column[]}
 */
export const FURTHER_COLUMNS = [
  textColumn('namespace', 'Namespace', ({ namespace }) => namespace),
  { ...textColumn('verdict', 'Verdict', verdictOf), cell: verdictCell },
  { ...textColumn('profile', 'Profile', ({ profiles }) => profiles.join(', ')), cell: profileCell },
  numberColumn('pods', 'Pods', ({ pods }) => pods),
  numberColumn('on-fargate', 'On Fargate', ({ fargate }) => fargate.pods),
  moneyColumn('cost', 'Cost a\u00a0month', ({ fargate }) => fargate.costPerMonth),
  moneyColumn('unused', 'Unused a\u00a0month', ({ fargate }) => fargate.unusedCostPerMonth),
  moneyColumn('saving', 'Could save', ({ saving }) => saving?.savedPerMonth ?? 0),
];

/**
 * @param {string} id
 * @param {string} title
 * @param {(workload: AuditedWorkload) => string} value
 * @returns {Column}
 */
function textColumn(id, title, value) {
  return { id, title, value, isNumber: false, first: 'ascending', cell: (workload) => [quoted(value(workload))] };
}

/**
 * @param {string} id
 * @param {string} title
 * @param {(workload: AuditedWorkload) => number} value
 * @returns {Column}
 */
function numberColumn(id, title, value) {
  return { id, title, value, isNumber: true, first: 'descending', cell: (workload) => [decimal(value(workload))] };
}

/**
 * @param {string} id
 * @param {string} title
 * @param {(workload: AuditedWorkload) => number} value
 * @returns {Column}
 */
function moneyColumn(id, title, value) {
  const cell = (/** @type {AuditedWorkload} */ workload) => [value(workload) === 0 ? NOTHING : money(value(workload))];
  return { ...numberColumn(id, title, value), cell };
}

/**
 * With numbers where not all pods of a workload have the same.
 * @param {AuditedWorkload} workload
 */
function resultCell({ result, results }) {
  const present = RESULTS.filter((one) => results[one] > 0);
  if (present.length < 2) return [badge(result)];
  return present.map((one) => badge(one, `${one} ${decimal(results[one])}`));
}

/** @param {AuditedWorkload} workload */
function verdictOf({ verdicts }) {
  return verdicts[0]?.code ?? '';
}

/** @param {AuditedWorkload} workload */
function verdictCell({ verdicts }) {
  const [worst, ...others] = verdicts;
  if (worst === undefined) return [NOTHING];
  const rest =
    others.length === 0 ? [] : [element('span', { class: 'second' }, [`and ${counted(others.length, 'other')}`])];
  return [element('code', {}, [worst.code]), ...rest];
}

/** @param {AuditedWorkload} workload */
function profileCell({ profiles, sizes }) {
  if (profiles.length === 0 && sizes.length === 0) return [NOTHING];
  return [...quotedList(profiles), element('span', { class: 'second' }, quotedList(sizes))];
}
