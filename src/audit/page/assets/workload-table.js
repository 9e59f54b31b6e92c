/** @import { AuditedWorkload, AuditReport } from '../../report/report.ts' */
/** @import { Sorting } from './sorting.js' */
/** @import { Filter } from './workload-filter.js' */
import { readAddress, writeAddress } from './address.js';
import { element, part, scrollable } from './elements.js';
import { growingList } from './growing-list.js';
import { sortableHeaders, sorted } from './sorting.js';
import { counted, decimal } from './text.js';
import { FURTHER_COLUMNS, NAME_COLUMN, RESULT_COLUMN } from './workload-columns.js';
import { filterFields, isWanted } from './workload-filter.js';
import { workloadRow } from './workload-row.js';

const ROWS_AT_ONCE = 100;
const COLUMNS = [RESULT_COLUMN, NAME_COLUMN, ...FURTHER_COLUMNS];

/**
 * The workloads, to filter, sort and open.
 * @param {AuditReport} report
 */
export function showWorkloads(report) {
  /** @type {Sorting} */
  let sorting = { column: RESULT_COLUMN, direction: 'descending' };
  const filters = filterFields(report, { onInput: update, onChange: remember });
  const headers = sortableHeaders(COLUMNS, (wanted) => {
    sorting = wanted;
    update();
    remember();
  });
  const list = workloadList(report.workloads, headers.row);

  function update() {
    headers.mark(sorting);
    list.show(filters.chosen(), sorting);
  }

  function remember() {
    writeAddress({ ...filters.chosen(), sort: sorting.column.id, direction: sorting.direction });
  }

  function restore() {
    const address = readAddress();
    if (address === undefined) return;
    filters.choose(address);
    sorting = sortingOf(address) ?? sorting;
    update();
  }

  part('workloads').append(filters.element, ...list.elements);
  window.addEventListener('hashchange', restore);
  update();
  restore();
}

/**
 * The table, and above it how much of it is shown.
 * @param {readonly AuditedWorkload[]} workloads
 * @param {HTMLTableRowElement} headers
 */
function workloadList(workloads, headers) {
  const status = element('p', { role: 'status', class: 'status' });
  const table = element('table', { class: 'workloads' }, [element('thead', {}, [headers])]);
  let matching = workloads;
  const growing = growingList({
    container: table,
    step: ROWS_AT_ONCE,
    build: rememberedRows(),
    onShown: (shown) => {
      status.textContent = describeShown(shown, matching.length, workloads.length);
    },
  });
  return {
    elements: [status, scrollable('Table of workloads', table), growing.more],
    /**
     * @param {Filter} filter
     * @param {Sorting} sorting
     */
    show(filter, sorting) {
      matching = workloads.filter((workload) => isWanted(workload, filter));
      growing.show(sorted(matching, sorting));
    },
  };
}

/** A row that was opened stays so, whatever else is filtered or sorted. */
function rememberedRows() {
  /** @type {Map<AuditedWorkload, HTMLElement>} */
  const rows = new Map();
  return (/** @type {AuditedWorkload} */ workload) => {
    const row = rows.get(workload) ?? workloadRow(workload, `detail-${rows.size}`);
    rows.set(workload, row);
    return row;
  };
}

/**
 * @param {number} shown
 * @param {number} matching
 * @param {number} total
 */
function describeShown(shown, matching, total) {
  if (matching === 0) return total === 0 ? 'There is no workload.' : `None of ${counted(total, 'workload')} matches.`;
  const match =
    matching === total ? counted(total, 'workload') : `${decimal(matching)} of ${counted(total, 'workload')}`;
  return shown === matching ? `${match}.` : `${match}, of which the first ${decimal(shown)} are shown.`;
}

/**
 * @param {ReadonlyMap<string, string>} address
 * @returns {Sorting | undefined}
 */
function sortingOf(address) {
  const column = COLUMNS.find(({ id }) => id === address.get('sort'));
  return column && { column, direction: address.get('direction') === 'ascending' ? 'ascending' : 'descending' };
}
