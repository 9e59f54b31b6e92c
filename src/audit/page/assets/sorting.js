/** @import { AuditedWorkload } from '../../report/report.ts' */
/** @import { Column, Direction } from './workload-columns.js' */
import { element } from './elements.js';

const COLLATOR = new Intl.Collator('en', { numeric: true });

/** @typedef {{ readonly column: Column, readonly direction: Direction }} Sorting */

/**
 * Those that are equal stay in the order that they have.
 * @param {readonly AuditedWorkload[]} workloads
 * @param {Sorting} sorting
 */
export function sorted(workloads, { column, direction }) {
  const sign = direction === 'ascending' ? 1 : -1;
  return workloads.toSorted((a, b) => sign * compare(column.value(a), column.value(b)));
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
 * @param {readonly Column[]} columns
 * @param {(sorting: Sorting) => void} onSort
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
    /** @param {Sorting} sorting */
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
 * @param {Column} column
 * @returns {Direction}
 */
function nextDirection(cell, { first }) {
  const current = cell.getAttribute('aria-sort');
  if (current === null) return first;
  return current === 'ascending' ? 'descending' : 'ascending';
}
