import type { PlanReport } from '../../audit/plan/plan-report.ts';
import { describeAwsChecks } from '../shared/aws-checks/text.ts';
import { collapsed, markdownText, preformatted } from '../shared/markdown.ts';
import { count } from '../shared/terminal-text.ts';
import { renderPlan, summaryLines } from './text.ts';

/** A comment on a pull request: the summary, and the plan, which is shown when it is asked for. */
export function renderMarkdown(report: PlanReport): string {
  const [summary = ''] = summaryLines(report);
  const changed = report.profiles.filter(({ change }) => change !== 'unchanged').length;
  const details = preformatted(renderPlan(report, { paint: (_tone, text) => text }));
  const title = `${count(changed, 'Fargate profile')} would change`;
  const lines = [summary, ...(report.awsChecks === undefined ? [] : [describeAwsChecks(report.awsChecks)])];
  return `**Fargate Admission**: ${lines.map(markdownText).join('<br>\n')}\n\n${collapsed(title, details)}`;
}
