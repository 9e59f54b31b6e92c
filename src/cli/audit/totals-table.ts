import type { NamespaceTotals, ProfileTotals, Totals } from '../../audit/report/report.ts';
import { type Cell, tableLines } from '../shared/columns.ts';
import type { Paint } from '../shared/terminal-text.ts';
import { describeAmount, describeMoney, describeShare } from './amount-text.ts';

/** How a table is shown. */
export interface TableStyle {
  readonly paint: Paint;
  /** Of the terminal; undefined: as wide as the table is. */
  readonly width: number | undefined;
}

export function profileLines(profiles: readonly ProfileTotals[], style: TableStyle): readonly string[] {
  return totalsLines('PROFILE', profiles.map(profileRow), style);
}

export function namespaceLines(namespaces: readonly NamespaceTotals[], style: TableStyle): readonly string[] {
  return totalsLines(
    'NAMESPACE',
    namespaces.map(({ name, ...totals }) => ({ name, totals })),
    style,
  );
}

interface TotalsRow {
  readonly name: string;
  readonly totals: Totals;
}

function profileRow({ name, status, ...totals }: ProfileTotals): TotalsRow {
  if (status === 'ACTIVE') return { name, totals };
  return { name: `${name} (${status ?? 'not in the cluster'})`, totals };
}

function totalsLines(title: string, rows: readonly TotalsRow[], { paint, width }: TableStyle): readonly string[] {
  if (rows.length === 0) return [];
  const head = headerRow([title, 'PODS', 'ON FARGATE', 'REQUESTED', 'PROVISIONED', 'UNUSED', 'COST/MONTH']);
  const lines = tableLines({ head, rows: rows.map(totalsRow), nameCells: 1 }, paint, width);
  return [...lines.head, ...lines.rows.flat()];
}

function totalsRow({ name, totals: { pods, fargate } }: TotalsRow): readonly Cell[] {
  const isEmpty = fargate.pods === 0;
  return [
    { text: name },
    { text: String(pods), isNumber: true },
    { text: String(fargate.pods), isNumber: true },
    { text: isEmpty ? '-' : describeAmount(fargate.requested) },
    { text: isEmpty ? '-' : describeAmount(fargate.provisioned) },
    { text: describeShare(fargate.unusedCostPerMonth, fargate.costPerMonth), isNumber: true },
    { text: isEmpty ? '-' : describeMoney(fargate.costPerMonth), isNumber: true },
  ];
}

/** Above columns of numbers a title stands at the right as they do. */
export function headerRow(titles: readonly string[]): readonly Cell[] {
  return titles.map((text) => ({ text, tone: 'faint', isNumber: NUMBERS.has(text) }) as const);
}

const NUMBERS: ReadonlySet<string> = new Set(['PODS', 'ON FARGATE', 'UNUSED', 'COST/MONTH']);
