/** @import { AuditReport } from '../../report/report.ts' */
/** @import { AUDIT_CODES } from '../../result.ts' */
import { badge } from './badge.js';
import { element, part } from './elements.js';

/**
 * What the codes mean that the report has.
 * @param {AuditReport} report
 * @param {typeof AUDIT_CODES} codes
 */
export function showLegend({ workloads }, codes) {
  const present = new Set(workloads.flatMap(({ verdicts }) => verdicts.map(({ code }) => code)));
  const entries = Object.entries(codes).filter(([code]) => [...present].some((one) => one === code));
  part('legend').append(
    ...entries.map(([code, { result, title }]) =>
      element('div', {}, [
        element('dt', {}, [badge(result), ' ', element('code', {}, [code])]),
        element('dd', {}, [title]),
      ]),
    ),
  );
}
