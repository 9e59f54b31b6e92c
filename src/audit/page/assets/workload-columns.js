/** @import { AuditedWorkload } from '../../report/report.ts' */
import { badge, element, quoted, quotedList, RESULTS } from './elements.js';
import { counted, decimal, money, NOTHING } from './text.js';

/** @typedef {'ascending' | 'descending'} Direction */

/**
 * @template [Item=AuditedWorkload]
 * @typedef {object} Column
 * @property {string} id Of the address.
 * @property {string} title
 * @property {boolean} isNumber
 * @property {Direction} first The direction that a first click on the header asks for.
 * @property {(item: Item) => string | number} value By which rows are sorted.
 * @property {(item: Item) => readonly (Node | string)[]} cell
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

const COLLATOR = new Intl.Collator('en', { numeric: true });

/**
 * @template [Item=AuditedWorkload]
 * @typedef {{ readonly column: Column<Item>, readonly direction: Direction }} Sorting
 */

/**
 * Those that are equal stay in the order that they have.
 * @template Item
 * @param {readonly Item[]} items
 * @param {Sorting<Item>} sorting
 */
export function sorted(items, { column, direction }) {
  const sign = direction === 'ascending' ? 1 : -1;
  return items.toSorted((a, b) => sign * compare(column.value(a), column.value(b)));
}

/**
 * @param {string | number} a
 * @param {string | number} b
 */
function compare(a, b) {
  return typeof a === 'number' && typeof b === 'number' ? a - b : COLLATOR.compare(String(a), String(b));
}

/**
 * The headers, by which a table is sorted; a second click turns the order round.
 * @template Item
 * @param {readonly Column<Item>[]} columns
 * @param {(sorting: Sorting<Item>) => void} onSort
 */
export function sortableHeaders(columns, onSort) {
  const headers = columns.map((column) => {
    const button = element('button', { type: 'button', class: 'sort' }, [column.title]);
    const cell = element('th', { scope: 'col', ...(column.isNumber && { class: 'number' }) }, [button]);
    button.addEventListener('click', () => onSort({ column, direction: nextDirection(cell, column) }));
    return { column, cell };
  });
  return {
    row: element(
      'tr',
      {},
      headers.map(({ cell }) => cell),
    ),
    /** @param {Sorting<Item>} sorting */
    mark(sorting) {
      for (const { column, cell } of headers) {
        if (column === sorting.column) cell.setAttribute('aria-sort', sorting.direction);
        else cell.removeAttribute('aria-sort');
      }
    },
  };
}

/**
 * @param {HTMLElement} cell
 * @param {Pick<Column, 'first'>} column
 * @returns {Direction}
 */
function nextDirection(cell, { first }) {
  const current = cell.getAttribute('aria-sort');
  if (current === null) return first;
  return current === 'ascending' ? 'descending' : 'ascending';
}
