/** @import { AuditReport, AuditedWorkload } from '../../report/report.ts' */
/** @import { Column, Sorting } from './workload-columns.js' */
/** @import { Filter } from './workload-filter.js' */
import { csvOf, download } from './csv.js';
import { element, part, quoted, scrollable } from './elements.js';
import { growingList } from './growing-list.js';
import { counted, decimal } from './text.js';
import { FURTHER_COLUMNS, NAME_COLUMN, RESULT_COLUMN, sortableHeaders, sorted } from './workload-columns.js';
import { workloadDetail } from './workload-detail.js';
import { filterFields, isWanted, workloadWord } from './workload-filter.js';

export const ROWS_AT_ONCE = 100;
const COLUMNS = [RESULT_COLUMN, NAME_COLUMN, ...FURTHER_COLUMNS];

/**
 * The workloads, to filter, sort and open. `narrow` shows those of a namespace, or one of them, and nothing else.
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
  return {
    /** @param {{ readonly namespace: string, readonly workload?: AuditedWorkload }} wanted */
    narrow({ namespace, workload }) {
      filters.choose(new Map([['namespace', namespace], ...(workload === undefined ? [] : [addressOf(workload)])]));
      update();
      remember();
      part('workloads').focus();
    },
  };
}

/**
 * @param {AuditedWorkload} workload
 * @returns {readonly ['workload', string]}
 */
function addressOf(workload) {
  return ['workload', workloadWord(workload)];
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
  const save = element('button', { type: 'button', class: 'save' }, ['Download their pods as CSV']);
  save.addEventListener('click', () => download('fargate-audit.csv', csvOf(matching)));
  const growing = growingList({
    container: table,
    step: ROWS_AT_ONCE,
    build: rememberedRows(FURTHER_COLUMNS),
    onShown: (shown) => {
      status.textContent = describeShown(shown, matching.length, workloads.length);
    },
  });
  return {
    elements: [
      element('div', { class: 'above' }, [status, save]),
      scrollable('Table of workloads', table),
      growing.more,
    ],
    /**
     * @param {Filter} filter
     * @param {Sorting} sorting
     */
    show(filter, sorting) {
      matching = sorted(
        workloads.filter((workload) => isWanted(workload, filter)),
        sorting,
      );
      growing.show(matching);
    },
  };
}

/**
 * A row that was opened stays so, whatever else is filtered or sorted.
 * @param {readonly Column[]} further Those after the name.
 */
export function rememberedRows(further) {
  /** @type {Map<AuditedWorkload, HTMLElement>} */
  const rows = new Map();
  return (/** @type {AuditedWorkload} */ workload) => {
    const row = rows.get(workload) ?? workloadRow(workload, { detailId: `detail-${rows.size}`, further });
    rows.set(workload, row);
    return row;
  };
}

/**
 * @param {number} shown
 * @param {number} matching
 * @param {number} total
 */
export function describeShown(shown, matching, total) {
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

/**
 * The row of a workload, and below it, once asked for, everything else about it.
 * @param {AuditedWorkload} workload
 * @param {{ readonly detailId: string, readonly further: readonly Column[] }} options
 */
function workloadRow(workload, { detailId, further }) {
  const button = element(
    'button',
    { type: 'button', class: 'open', 'aria-expanded': 'false', 'aria-controls': detailId },
    [quoted(workload.name)],
  );
  const name = element('th', { scope: 'row' }, [button, element('span', { class: 'second' }, [quoted(workload.kind)])]);
  const cells = [cellOf(RESULT_COLUMN, workload), name, ...further.map((column) => cellOf(column, workload))];
  const group = element('tbody', {}, [element('tr', {}, cells)]);
  /** @type {HTMLElement | undefined} */
  let detail;
  button.addEventListener('click', () => {
    const isOpen = button.getAttribute('aria-expanded') === 'true';
    button.setAttribute('aria-expanded', String(!isOpen));
    if (detail === undefined) {
      detail = detailRow(workload, { id: detailId, columns: cells.length });
      group.append(detail);
    }
    detail.hidden = isOpen;
  });
  return group;
}

/**
 * @param {Column} column
 * @param {AuditedWorkload} workload
 */
function cellOf({ isNumber, cell }, workload) {
  return element('td', isNumber ? { class: 'number' } : {}, cell(workload));
}

/**
 * @param {AuditedWorkload} workload
 * @param {{ readonly id: string, readonly columns: number }} place
 */
function detailRow(workload, { id, columns }) {
  const cell = element('td', { colspan: String(columns) }, [workloadDetail(workload)]);
  return element('tr', { id, class: 'detail-row' }, [cell]);
}

/**
 * What the address says after its `#`, so that a link shows the page as it was.
 * @returns {ReadonlyMap<string, string> | undefined} Undefined where it names a place in the page, or nothing.
 */
export function readAddress() {
  const { hash } = location;
  return hash.includes('=') ? new Map(new URLSearchParams(hash.slice(1))) : undefined;
}

/**
 * @param {Readonly<Record<string, string>>} state Empty values are left out.
 */
export function writeAddress(state) {
  const filled = Object.entries(state).filter(([, value]) => value !== '');
  history.replaceState(null, '', `#${new URLSearchParams(filled)}`);
}
