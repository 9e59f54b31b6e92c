import { type Paint, printable, type Tone } from './terminal-text.ts';

/** One column of one row. */
export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
  /** Numbers are aligned right. */
  readonly isNumber?: boolean;
}

const GAP = '  ';

/** Rows with aligned columns, as kubectl prints them. */
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

export interface Table {
  /** The titles of the columns. */
  readonly head: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
  /** How many cells at the start of a row name it. */
  readonly nameCells: number;
}

export interface TableLines {
  readonly head: readonly string[];
  /** Of each row. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * A table with aligned columns. Where it is wider than the terminal, each row becomes a block: its name, and below it each
 * other cell with its title. `width` undefined: any width fits.
 */
export function tableLines(table: Table, paint: Paint, width: number | undefined): TableLines {
  const { head, rows } = table;
  const plain = columnLines([head, ...rows], (_tone, text) => text);
  if (plain.every((line) => line.length <= (width ?? line.length))) {
    const [first = '', ...rest] = columnLines([head, ...rows], paint);
    return { head: [first], rows: rest.map((line) => [line]) };
  }
  return { head: [], rows: rows.map((row) => blockLines(row, table, paint)) };
}

function blockLines(row: readonly Cell[], { head, nameCells }: Table, paint: Paint): readonly string[] {
  const titles = head.slice(nameCells);
  const values = row.slice(nameCells).map((cell, index): readonly Cell[] => [
    { text: titles[index]?.text ?? '', tone: 'faint' },
    { ...cell, isNumber: false },
  ]);
  const name = row.slice(0, nameCells).map((cell) => cellText(cell, 0, paint));
  return [name.join(GAP), ...columnLines(values, paint).map((line) => `  ${line}`)];
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
