/** Replaces a range of a text, in UTF-16 units. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** Edits of one text, of which none overlaps another. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const last = edits.toSorted((a, b) => b.from - a.from);
  return last.reduce((edited, { from, to, insert }) => `${edited.slice(0, from)}${insert}${edited.slice(to)}`, text);
}

/**
 * Edits of a text, and one of the text that they make, as edits of the first text. Undefined where the later one touches an
 * earlier one.
 */
export function withLater(edits: readonly TextEdit[], later: TextEdit): readonly TextEdit[] | undefined {
  let shift = 0;
  for (const { from, to, insert } of edits) {
    if (later.to < from + shift) break;
    if (later.from <= from + shift + insert.length) return undefined;
    shift += insert.length - (to - from);
  }
  const { from, to, insert } = later;
  return [...edits, { from: from - shift, to: to - shift, insert }].toSorted((a, b) => a.from - b.from);
}

/** The one edit between two texts: from the first character that differs to the last. */
export function spanning(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from += 1;
  let same = 0;
  while (same < shorter - from && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return { from, to: before.length - same, insert: after.slice(from, after.length - same) };
}
