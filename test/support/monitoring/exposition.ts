import type { Matcher, SeriesSelector } from './promql.ts';

/** One line of a scrape. */
export interface Series {
  readonly metric: string;
  readonly labels: ReadonlyMap<string, string>;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** The series of a scrape in the Prometheus text format. */
export function parseExposition(text: string): readonly Series[] {
  return text.split('\n').flatMap((line) => {
    const [, metric, labels = ''] = LINE.exec(line) ?? [];
    if (metric === undefined) return [];
    return [{ metric, labels: new Map([...labels.matchAll(LABEL)].map(([, name = '', value = '']) => [name, value])) }];
  });
}

/** Labels that Prometheus adds to what it scrapes. */
export const TARGET_LABELS: readonly string[] = ['job', 'instance', 'namespace', 'pod', 'container', 'service'];

/** Whether the selector finds the series, and the aggregations around it find their labels on it. */
export function isSelected({ metric, matchers, groupedBy }: SeriesSelector, series: Series): boolean {
  const isThere = (label: string) => series.labels.has(label) || TARGET_LABELS.includes(label);
  return metric === series.metric && groupedBy.every(isThere) && matchers.every((matcher) => holds(matcher, series));
}

/** A label that is absent matches as an empty one does, so that a wrong name is found by asking that it is there. */
function holds({ label, operator, value }: Matcher, { labels }: Series): boolean {
  if (TARGET_LABELS.includes(label)) return true;
  const actual = labels.get(label);
  if (actual === undefined) return false;
  const isEqual = operator.includes('~') ? new RegExp(`^(?:${value})$`).test(actual) : actual === value;
  return operator.startsWith('!') ? !isEqual : isEqual;
}

/** The value of one series, written with its labels as in the text. @throws RangeError where it is missing. */
export function valueIn(text: string, series: string): number {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  if (line === undefined) throw new RangeError(`no series ${series}`);
  const value = line.slice(series.length + 1);
  return value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value);
}

/** The same of the process whose ops port has this address. */
export async function metricOf(opsUrl: string, series: string): Promise<number> {
  const response = await fetch(`${opsUrl}/metrics`);
  return valueIn(await response.text(), series);
}
