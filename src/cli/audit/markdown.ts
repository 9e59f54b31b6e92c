import type { AuditReport } from '../../audit/report/report.ts';
import { describeAwsChecks } from '../shared/aws-checks/text.ts';
import { collapsed, markdownText, preformatted } from '../shared/markdown.ts';
import { describeMoney } from '../shared/terminal-text.ts';
import { describeComparison } from './compare.ts';
import { renderTable, summaryLines } from './table.ts';

/** For a comment or the summary of a job: the sums, and the table, which is shown when it is asked for. */
export function renderMarkdown(report: AuditReport): string {
  const money = (amount: number) => describeMoney(amount, report.prices.currency);
  const [first = '', ...rest] = summaryLines(report, { money });
  const { comparison, awsChecks } = report;
  const changes = comparison === undefined ? [] : [describeComparison(comparison, { money })];
  const checks = awsChecks === undefined ? [] : [describeAwsChecks(awsChecks)];
  const lines = [...changes, ...checks, ...rest].map(markdownText);
  const summary = [`**Fargate Admission**: ${markdownText(first)}`, ...lines].join('<br>\n');
  const table = preformatted(renderTable(report, { paint: (_tone, text) => text, width: undefined }));
  return `${summary}\n\n${collapsed('Workloads', table)}`;
}
