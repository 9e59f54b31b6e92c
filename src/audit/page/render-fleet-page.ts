import type { FleetReport } from '../fleet/fleet-report.ts';
import { AUDIT_CODES } from '../result.ts';
import { type RenderedPage, readAssets, renderDocument } from './page-document.ts';
import { STYLES } from './render-page.ts';

/** The page of an audit of several clusters, to be opened from disk. The report is in it as it is, as JSON. */
export function renderFleetPage(report: FleetReport): RenderedPage {
  const assets = readAssets({ document: 'fleet.html', styles: STYLES, scripts: FLEET_SCRIPTS });
  return renderDocument(assets, { codes: AUDIT_CODES, report });
}

/** Each after what it imports. */
export const FLEET_SCRIPTS: readonly string[] = [
  'text.js',
  'elements.js',
  'growing-list.js',
  'summary.js',
  'workload-detail.js',
  'workload-columns.js',
  'workload-filter.js',
  'csv.js',
  'workload-table.js',
  'fleet-names.js',
  'fleet-summary.js',
  'fleet-filter.js',
  'fleet-clusters.js',
  'fleet-workloads.js',
  'fleet.js',
];
