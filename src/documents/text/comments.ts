import { splitText } from './split-text.ts';
import type { Position } from './text-document.ts';

/** A comment of a text in YAML. */
export interface Comment extends Position {
  /** With its `#`. */
  readonly text: string;
  /** The line of what it is about: its own, or, where it has the line for itself, the next one that holds more than comments. */
  readonly subjectLine: number;
}

/**
 * The comments whose text holds a mark. A line of a block scalar or a text in quotation marks that looks like a comment is
 * none. JSON has no comments.
 *
 * Asynchronous, since the lexer is loaded when the first text holds the mark.
 */
export async function commentsWith(mark: string, text: string): Promise<readonly Comment[]> {
  if (!text.includes(mark)) return [];
  const { Lexer } = await import('yaml');
  const lines = text.split(/\r\n|\r|\n/);
  const subjectLines = findSubjectLines(lines);
  const found: Comment[] = [];
  for (const part of splitText(lines.join('\n'))) {
    if (!part.text.includes(mark)) continue;
    for (const { text: comment, line: lineInPart, column } of commentsIn(new Lexer().lex(part.text))) {
      const line = part.firstLine + lineInPart;
      if (comment.includes(mark))
        found.push({ text: comment, line, column, subjectLine: subjectLines[line - 1] ?? line });
    }
  }
  return found;
}

const EMPTY_OR_COMMENT = /^\s*(?:#|$)/;

/** By index of a line. From the last to the first, so that long runs of comments take one pass. */
function findSubjectLines(lines: readonly string[]): readonly number[] {
  const subjects: number[] = [];
  let next = lines.length;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    if (!EMPTY_OR_COMMENT.test(lines[index] ?? '')) next = index + 1;
    subjects[index] = next;
  }
  return subjects;
}

interface Token {
  readonly text: string;
  /** From 0. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** Not in the text, but between its tokens. Source: yaml, "Lexer": start of a document, end of a flow, start of a scalar. */
const DOCUMENT = '\u0002';
const FLOW_END = '\u0018';
const SCALAR = '\u001f';

function* commentsIn(tokens: Iterable<string>): Generator<Token> {
  let line = 0;
  let column = 1;
  let isScalar = false;
  for (const token of tokens) {
    if (token === DOCUMENT || token === FLOW_END || token === SCALAR) {
      isScalar = token === SCALAR;
      continue;
    }
    if (!isScalar && token.startsWith('#')) yield { text: token, line, column };
    isScalar = false;
    const breaks = token.split('\n');
    line += breaks.length - 1;
    column = breaks.length === 1 ? column + token.length : (breaks.at(-1) ?? '').length + 1;
  }
}
