import { Field } from '../field.ts';
import { Lines } from './lines.ts';
import { PlacedEvents } from './placed-events.ts';
import { eventsOf } from './plain-document.ts';
import type { TextPart } from './split-text.ts';
import type { ReadOptions, Unnumbered } from './text-document.ts';

/** White space as JSON knows it, and the mark that begins a document. */
const BEFORE_JSON = /^\ufeff?[ \t\r\n]*(?:---[ \t\r\n]+)?(?=[{[])/;

/**
 * The document of a part in JSON. It takes a tenth of the memory that YAML does. Undefined for one that is broken, and for
 * YAML that begins like JSON.
 */
export function readJsonDocument(part: TextPart, { repeatedKeys }: ReadOptions): Unnumbered | undefined {
  const [before] = BEFORE_JSON.exec(part.text) ?? [];
  if (before === undefined) return undefined;
  const json = part.text.slice(before.length);
  const value = parse(json);
  const keys = value === undefined ? undefined : countKeys(value, MAX_DEPTH);
  if (keys === undefined || (repeatedKeys === 'refused' && keys < countWrittenKeys(json))) return undefined;
  const lines = new Lines(part);
  // JSON is YAML, so its places are those of its events. What is before it need not be YAML: a tab in a line of its own is not.
  const placed = lazily(() => new PlacedEvents(json, eventsOf(json) ?? []));
  return {
    kind: 'read',
    root: new Field(value),
    positionOf: (path) => lines.positionAt(before.length + (path.isRoot ? 0 : placed().offsetOf(path))),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** As deep as `eventsOf` goes; what reads the values may go as deep as they do. */
const MAX_DEPTH = 90;

/** Undefined where the value is nested deeper. */
function countKeys(value: unknown, depth: number): number | undefined {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth === 0) return undefined;
  const children = Object.values(value);
  let count = Array.isArray(value) ? 0 : children.length;
  for (const child of children) {
    const own = countKeys(child, depth - 1);
    if (own === undefined) return undefined;
    count += own;
  }
  return count;
}

/** The texts before a colon, of a text that is valid. */
function countWrittenKeys(json: string): number {
  let count = 0;
  for (let start = json.indexOf('"'); start >= 0; ) {
    const end = endOfText(json, start);
    let after = end + 1;
    while (/\s/.test(json[after] ?? '')) after += 1;
    if (json[after] === ':') count += 1;
    start = json.indexOf('"', end + 1);
  }
  return count;
}

function endOfText(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    if (json[at] === '\\') at += 1;
    else if (json[at] === '"') return at;
  }
  return json.length;
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
