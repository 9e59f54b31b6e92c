/** What a terminal of this width shows; a longer line goes on in the next row. */
const COLUMNS = 112;
const CHARACTER_WIDTH = 8.4;
const ROW_HEIGHT = 19;
const MARGIN = 18;
const TITLE_HEIGHT = 30;

/** The escape sequences that `styleText` of Node writes: colours and weights, each with the one that ends it. */
const STYLES: Readonly<Record<string, string>> = {
  1: 'font-weight="bold"',
  2: 'fill="#8b949e"',
  31: 'fill="#ff7b72"',
  32: 'fill="#7ee787"',
  33: 'fill="#e3b341"',
  36: 'fill="#79c0ff"',
};
const ENDS: Readonly<Record<string, readonly string[]>> = {
  22: ['1', '2'],
  39: ['31', '32', '33', '36'],
  0: Object.keys(STYLES),
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one.
const SEQUENCE = /\u001b\[(\d+)m/;

interface Cell {
  readonly character: string;
  /** Attributes of SVG. */
  readonly style: string;
}

/** An SVG picture of what a terminal shows: text with the escape sequences of colours. The same text gives the same bytes. */
export function terminalPicture(title: string, text: string): string {
  const rows = text.trimEnd().split('\n').flatMap(rowsOf);
  const width = Math.ceil(COLUMNS * CHARACTER_WIDTH) + 2 * MARGIN;
  const height = rows.length * ROW_HEIGHT + TITLE_HEIGHT + 2 * MARGIN;
  const lines = rows.map((cells, row) => {
    const y = TITLE_HEIGHT + MARGIN + (row + 0.8) * ROW_HEIGHT;
    return `  <text x="${MARGIN}" y="${y.toFixed(1)}" xml:space="preserve">${spansOf(cells)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `  <title>${escaped(title)}</title>`,
    `  <rect width="100%" height="100%" rx="8" fill="#0d1117" stroke="#30363d"/>`,
    ...['#ff5f57', '#febc2e', '#28c840'].map(
      (fill, index) => `  <circle cx="${MARGIN + 4 + index * 20}" cy="20" r="6" fill="${fill}"/>`,
    ),
    `  <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">`,
    ...lines,
    '  </g>',
    '</svg>',
    '',
  ].join('\n');
}

/** A line of text as rows of the terminal. */
function rowsOf(line: string): readonly (readonly Cell[])[] {
  const cells = cellsOf(line);
  const count = Math.max(1, Math.ceil(cells.length / COLUMNS));
  return Array.from({ length: count }, (_, row) => cells.slice(row * COLUMNS, (row + 1) * COLUMNS));
}

function cellsOf(line: string): readonly Cell[] {
  const active = new Set<string>();
  const cells: Cell[] = [];
  // Split by a pattern with a group, every second part is the code of a sequence.
  for (const [index, part] of line.split(SEQUENCE).entries()) {
    if (index % 2 === 1) {
      for (const ended of ENDS[part] ?? []) active.delete(ended);
      if (part in STYLES) active.add(part);
    } else {
      const style = [...active].map((code) => STYLES[code]).join(' ');
      cells.push(...Array.from(part, (character) => ({ character, style })));
    }
  }
  return cells;
}

/** One element for all cells in a row that look alike. */
function spansOf(cells: readonly Cell[]): string {
  let text = '';
  let current = '';
  for (const { character, style } of cells) {
    if (style !== current) {
      if (current !== '') text += '</tspan>';
      if (style !== '') text += `<tspan ${style}>`;
      current = style;
    }
    text += escaped(character);
  }
  return current === '' ? text : `${text}</tspan>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
