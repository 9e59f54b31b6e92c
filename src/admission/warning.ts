import type { Finding } from '../fargate/finding.ts';

/**
 * A warning as the API server and kubectl take it: one line, at most 256 characters, no control character (an item with
 * one vanishes), the code in brackets at the end. It begins with kind and name, because kubectl prints equal texts once.
 * Where it is too long the message is cut, so that field and fix are whole.
 */
export function warningText(subject: string, { field, message, fix, code }: Finding): string {
  const head = oneLine(`${subject}: ${field}: `);
  const mend = oneLine(`; ${fix}`);
  const tail = ` [${code}]`;
  const room = Math.max(SHORTEST_MESSAGE, LONGEST - lengthOf(head + mend + tail));
  const text = `${head}${shorten(oneLine(message), room)}${mend}`;
  return `${shorten(text, LONGEST - lengthOf(tail))}${tail}`;
}

/** The same without a code: nothing is wrong. */
export function noticeText(subject: string, message: string): string {
  return shorten(oneLine(`${subject}: ${message}`), LONGEST);
}

/** Source: API server, it cuts items to 256 runes once all of a response are over 4,096 (seen). */
const LONGEST = 256;
/** Less of it would say nothing: names of objects and fields may be long. */
const SHORTEST_MESSAGE = 40;
const MOST_BYTES = 4096;
const MOST_WARNINGS = 10;

/** At most ten warnings and 4,096 bytes; how many were left out stands at the end. */
export function limitWarnings(warnings: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let bytes = 0;
  for (const warning of warnings) {
    bytes += Buffer.byteLength(warning);
    if (kept.length === MOST_WARNINGS || bytes > MOST_BYTES - ROOM_FOR_THE_REST) break;
    kept.push(warning);
  }
  return kept.length === warnings.length ? kept : [...kept, `+${warnings.length - kept.length} more`];
}

const ROOM_FOR_THE_REST = 32;

/** Control characters, line and paragraph separators become spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').toWellFormed();
}

function shorten(text: string, length: number): string {
  return lengthOf(text) <= length ? text : `${[...text].slice(0, length - 1).join('')}…`;
}

/** In characters as the API server counts them. */
function lengthOf(text: string): number {
  return [...text].length;
}
