/** One part of a text, read on its own. */
export interface TextPart {
  readonly text: string;
  /** In the whole text, counted from 1. */
  readonly firstLine: number;
  /** In the whole text, in UTF-16 units. */
  readonly offset: number;
}

/**
 * Where kubectl ends one document and begins the next, whatever comes before: a quotation mark that is never closed
 * breaks one document and not all that follow. Objects in JSON may follow one another without a line between.
 *
 * Source: apimachinery, `util/yaml` YAMLOrJSONDecoder.
 */
const BOUNDARY = /^---(?=\s|$)|(?<=\}[ \t]*\r?\n)^\{/gm;

export function* splitText(text: string): Generator<TextPart> {
  let start = 0;
  let firstLine = 1;
  for (const { index } of text.matchAll(BOUNDARY)) {
    if (index === start) continue;
    const part = text.slice(start, index);
    yield { text: part, firstLine, offset: start };
    firstLine += countLines(part);
    start = index;
  }
  yield { text: text.slice(start), firstLine, offset: start };
}

/** A carriage return alone ends a line too, as for kubectl (seen). */
export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}

function countLines(text: string): number {
  let count = 0;
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) count += 1;
  return count;
}
