import { type Paint, printable, type Tone } from './terminal-text.ts';

/** What stands in one column of one row. */
export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
  /** Numbers stand at the right. */
  readonly isNumber?: boolean;
}

const GAP = '  ';

/** Rows whose columns stand below each other, as kubectl prints them. */
export function columnLines(rows: readonly (readonly Cell[])[], paint: Paint): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, { text }] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, widthOf(text));
  }
  return rows.map((row) =>
    row
      .map((cell, column) => cellText(cell, widths[column] ?? 0, paint))
      .join(GAP)
      .trimEnd(),
  );
}

function cellText({ text, tone, isNumber = false }: Cell, width: number, paint: Paint): string {
  const shown = printable(text);
  const padding = ' '.repeat(Math.max(0, width - widthOf(text)));
  const painted = tone === undefined ? shown : paint(tone, shown);
  return isNumber ? `${padding}${painted}` : `${painted}${padding}`;
}

/** Names in a cluster are ASCII, so that a character takes one column. */
function widthOf(text: string): number {
  return printable(text).length;
}
