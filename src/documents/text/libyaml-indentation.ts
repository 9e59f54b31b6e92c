import { Lexer } from 'yaml';

/** A text whose quoted texts and flow collections stand deep enough for the parser, with spaces put in. */
export interface Reindented {
  readonly text: string;
  /** The place in the old text of a place in the new one. */
  readonly originalOffset: (offset: number) => number;
}

/** Together, as many as the largest document has characters: a line far to the right must not multiply with many lines. */
const MAX_SPACES = 5_000_000;

/** The lexer begins a text of many lines again with each line: beyond the document's own characters, half a second of work. */
const MAX_SCANNED_AGAIN = 20_000_000;

/** The Go library lets no line that begins so continue a text. */
const DOCUMENT_MARK = /^(?:---|\.\.\.)(?=\s|$)/;

/**
 * Indents the further lines of quoted texts and of flow collections. YAML asks that they stand deeper than what holds
 * them; kubectl's library does not. White space at the start of these lines has no meaning, so the values stay the same.
 *
 * The text goes line by line through the parser's own lexer, which says at each line whether it is inside of such a thing.
 *
 * Source: YAML 1.2, sections 6.1, 7.3 and 7.4; sigs.k8s.io/yaml, goyaml.v2, `scannerc.go`, which looks at no indentation
 * while it scans a flow scalar or a flow collection.
 *
 * @returns undefined where nothing had to be indented.
 */
export function reindent(text: string): Reindented | undefined {
  const lines = new OpenLines();
  const insertions: Insertion[] = [];
  let inserted = 0;
  let output = '';
  for (let start = 0; start < text.length; ) {
    const end = lines.endOfNext(text, start);
    const chunk = text.slice(start, end);
    const indented = indentLines(chunk, lines.indentation);
    if (indented === undefined) return undefined;
    for (const offset of indented.at) {
      inserted += lines.indentation;
      insertions.push({ at: start + offset, total: inserted });
    }
    lines.take(indented.text);
    if (inserted > MAX_SPACES || lines.scanned > text.length + inserted + MAX_SCANNED_AGAIN) return undefined;
    output += indented.text;
    start = end;
  }
  return insertions.length === 0 ? undefined : { text: output, originalOffset: offsetBefore(insertions) };
}

interface Insertion {
  /** In the old text. */
  readonly at: number;
  /** How many spaces there are up to and with this place. */
  readonly total: number;
}

interface IndentedLines {
  readonly text: string;
  /** Where the spaces stand, in the chunk as it was. */
  readonly at: readonly number[];
}

/** undefined where it would take more than {@link MAX_SPACES}. */
function indentLines(chunk: string, indentation: number): IndentedLines | undefined {
  if (indentation === 0) return { text: chunk, at: [] };
  const at: number[] = [];
  const spaces = ' '.repeat(indentation);
  let text = '';
  for (let start = 0; start < chunk.length; ) {
    const end = endOfLine(chunk, start);
    const line = chunk.slice(start, end);
    const isLeft = DOCUMENT_MARK.test(line) || line.trim() === '';
    if (!isLeft) at.push(start);
    if (at.length * indentation > MAX_SPACES) return undefined;
    text += isLeft ? line : `${spaces}${line}`;
    start = end;
  }
  return { text, at };
}

/** What the lexer is in the middle of, at the start of a line. */
class OpenLines {
  /** Of the next lines: 0 outside of quoted texts and flow collections. */
  indentation = 0;
  /** Characters that the lexer was given, again where it began again. */
  scanned = 0;
  readonly #lexer = new Lexer();
  /** What the lexer has not made tokens of yet. */
  #pending = '';
  #flowDepth = 0;
  #last: 'block-scalar' | 'other' = 'other';

  /** A quoted text goes to the lexer whole, and a block scalar in large pieces: it begins again with each piece. */
  endOfNext(text: string, start: number): number {
    const quote = this.#pending[0];
    if (quote === '"' || quote === "'") return endOfLine(text, endOfQuoted(text, start, quote));
    return this.#last === 'block-scalar' && this.#pending === ''
      ? endOfDeeperLines(text, start)
      : endOfLine(text, start);
  }

  take(chunk: string): void {
    this.#pending += chunk;
    this.scanned += this.#pending.length;
    for (const token of this.#lexer.lex(chunk, true)) this.#takeToken(token);
    const isOpen = this.#flowDepth > 0 || this.#pending.startsWith('"') || this.#pending.startsWith("'");
    if (!isOpen) this.indentation = 0;
    else if (this.indentation === 0) this.indentation = depthOf(chunk);
  }

  #takeToken(token: string): void {
    if (CONTROL_TOKENS.has(token)) return;
    this.#pending = this.#pending.slice(token.length);
    if (token === '{' || token === '[') this.#flowDepth += 1;
    if (token === '}' || token === ']') this.#flowDepth = Math.max(0, this.#flowDepth - 1);
    if (token.trim() !== '' && !token.startsWith('#')) {
      this.#last = /^[|>][-+\d]*$/.test(token) ? 'block-scalar' : 'other';
    }
  }
}

/** Marks that the lexer puts between the pieces of the text: BOM, document, end of a flow collection, scalar. */
const CONTROL_TOKENS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

/** Deeper than any block collection that begins in the last line of the chunk. */
function depthOf(chunk: string): number {
  const line = chunk.slice(chunk.lastIndexOf('\n', chunk.length - 2) + 1);
  return (/^(?:[ \t]|[-?:](?=\s))*/.exec(line)?.[0].length ?? 0) + 1;
}

/** After the line break, or the end of the text. */
function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end + 1;
}

/** Of a quoted text that began before `start`: the place of its closing quotation mark, or the end. */
function endOfQuoted(text: string, start: number, quote: '"' | "'"): number {
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (quote === '"' && character === '\\') at += 1;
    else if (character === quote && quote === "'" && text[at + 1] === quote) at += 1;
    else if (character === quote) return at;
  }
  return text.length;
}

/** Lines of a block scalar are at least as deep as its first. */
function endOfDeeperLines(text: string, start: number): number {
  let end = start;
  let depth: number | undefined;
  while (end < text.length) {
    const next = endOfLine(text, end);
    const line = text.slice(end, next);
    const own = line.length - line.replace(/^ +/, '').length;
    if (line.trim() !== '') {
      if (depth !== undefined && own < depth) break;
      if (own === 0) return Math.max(end, endOfLine(text, start));
      depth ??= own;
    }
    end = next;
  }
  return end;
}

function offsetBefore(insertions: readonly Insertion[]): (offset: number) => number {
  return (offset) => {
    let low = 0;
    let high = insertions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const { at = 0, total = 0 } = insertions[middle] ?? {};
      if (at + total <= offset) low = middle + 1;
      else high = middle;
    }
    const { at, total } = insertions[low - 1] ?? { at: 0, total: 0 };
    // Inside of the spaces that were put in: the line's start.
    const next = insertions[low];
    const limit = next === undefined ? Number.POSITIVE_INFINITY : next.at;
    return Math.max(at, Math.min(offset - total, limit));
  };
}
