/** @import { AuditedWorkload } from '../../report/report.ts' */
import { element, quoted } from './elements.js';
import { FURTHER_COLUMNS, RESULT_COLUMN } from './workload-columns.js';
import { workloadDetail } from './workload-detail.js';

/** @import { Column } from './workload-columns.js' */

/**
 * The row of a workload, and below it, once asked for, everything else about it.
 * @param {AuditedWorkload} workload
 * @param {string} detailId
 */
export function workloadRow(workload, detailId) {
  const button = element(
    'button',
    { type: 'button', class: 'open', 'aria-expanded': 'false', 'aria-controls': detailId },
    [quoted(workload.name)],
  );
  const name = element('th', { scope: 'row' }, [button, element('span', { class: 'second' }, [quoted(workload.kind)])]);
  const cells = [cellOf(RESULT_COLUMN, workload), name, ...FURTHER_COLUMNS.map((column) => cellOf(column, workload))];
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
