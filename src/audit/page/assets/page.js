/** @import { AuditReport } from '../../report/report.ts' */
/** @import { AUDIT_CODES } from '../../result.ts' */
import { showComparison } from './comparison.js';
import { showCosts } from './cost-chart.js';
import { part } from './elements.js';
import { showAudited, showErrors, showLegend, showSummary } from './summary.js';
import { useCurrency } from './text.js';
import { showUpgrade } from './upgrade.js';
import { showUsage } from './usage-chart.js';
import { showWorkloads } from './workload-table.js';

/** @type {AuditReport} */
const report = JSON.parse(part('report').textContent);
/** @type {typeof AUDIT_CODES} */
const codes = JSON.parse(part('codes').textContent);

useCurrency(report.prices.currency);
showAudited(report.audited);
showErrors(report.errors);
showSummary(report);
showComparison(report.comparison);
showUsage(report);
showUpgrade(report.upgrade);
showCosts(report, showWorkloads(report).narrow);
showLegend(report, codes);
