import type { CheckedFinding, CheckReport, UnreadableItem } from '../../inspection/check-report.ts';
import { describeObject, describePlace, type ObjectReference } from '../../inspection/object-reference.ts';
import { collapsed, limitedLines, markdownText } from '../shared/markdown.ts';
import { count } from '../shared/terminal-text.ts';
import { describeSummary } from './table.ts';

/** A comment on a pull request: the summary, and a table that is shown when it is asked for. */
export function renderMarkdown({ items, unreadable, summary }: CheckReport): string {
  const findings = items.flatMap(({ object, findings: found }) => found.map((finding) => findingRow(finding, object)));
  const rows = [...unreadable.map(unreadableRow), ...findings];
  const title = [
    ...(unreadable.length === 0 ? [] : [`${unreadable.length} not readable`]),
    count(findings.length, 'finding'),
  ].join(', ');
  const table = [...HEAD, ...limitedLines(rows, (left) => `| … ${left} more | | |`)].join('\n');
  const details = rows.length === 0 ? '' : `\n${collapsed(title, table)}`;
  return `**Fargate Admission**: ${markdownText(describeSummary(summary))}\n${details}`;
}

const HEAD: readonly string[] = ['| | where | what |', '| --- | --- | --- |'];

function findingRow(
  { severity, code, field, message, fix, location }: CheckedFinding,
  object: ObjectReference,
): string {
  const what = `${markdownText(describeObject(object))}<br>${markdownText(`${field}: ${message}`)}<br>${markdownText(`Fix: ${fix} [${code}]`)}`;
  return row(severity, describePlace(location), what);
}

function unreadableRow({ file, location, reason }: UnreadableItem): string {
  return row('not readable', location === undefined ? file : describePlace(location), markdownText(reason));
}

function row(severity: string, place: string, what: string): string {
  return `| ${severity} | ${markdownText(place)} | ${what} |`;
}
