import type { AuditReport } from '../report/report.ts';
import { AUDIT_CODES } from '../result.ts';
import { type PageAssets, type RenderedPage, readAssets, renderDocument } from './page-document.ts';

/** The page of an audit, to be opened from disk or served. The report is in it as it is, as JSON. */
export function renderPage(report: AuditReport): RenderedPage {
  // Read at the first page: a process that makes none has no use for them.
  assets ??= readAssets({ document: 'page.html', styles: STYLES, scripts: SCRIPTS });
  return renderDocument(assets, { codes: AUDIT_CODES, report });
}

let assets: PageAssets | undefined;

/** Each after what it imports. */
export const SCRIPTS: readonly string[] = [
  'text.js',
  'elements.js',
  'growing-list.js',
  'summary.js',
  'comparison.js',
  'cost-chart.js',
  'usage-chart.js',
  'upgrade.js',
  'workload-detail.js',
  'workload-columns.js',
  'workload-filter.js',
  'csv.js',
  'workload-table.js',
  'page.js',
];

export const STYLES: readonly string[] = ['colors.css', 'layout.css', 'controls.css', 'tables.css', 'print.css'];
