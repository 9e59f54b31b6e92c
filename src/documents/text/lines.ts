import type { TextPart } from './split-text.ts';
import type { Position } from './text-document.ts';

/** The places in a part of a text as lines and columns. The lines are found when the first place is asked for. */
export class Lines {
  readonly #text: string;
  readonly #firstLine: number;
  #starts: readonly number[] | undefined;

  constructor({ text, firstLine }: Pick<TextPart, 'text' | 'firstLine'>) {
    this.#text = text;
    this.#firstLine = firstLine;
  }

  positionAt(offset: number): Position {
    this.#starts ??= startsOfLines(this.#text);
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return { line: this.#firstLine + low - 1, column: offset - (this.#starts[low - 1] ?? 0) + 1 };
  }
}

function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}
