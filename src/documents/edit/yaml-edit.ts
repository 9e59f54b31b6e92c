import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { FieldPath, Segment } from '../../fargate/field-path.ts';
import { readPlainScalar } from '../text/kubectl-scalars.ts';
import { type Change, keyOf } from './change.ts';
import type { TextEdit } from './text-edit.ts';

/**
 * The smallest edit of a text that makes a change of a document in it, in the style that the text is written in: block, flow
 * or JSON. Undefined where it cannot tell. The caller has to read the edited text back: in rare styles, such as
 * keys with a question mark, the edit may be wrong.
 */
export function editFor(document: Document.Parsed, text: string, change: Change): TextEdit | undefined {
  switch (change.kind) {
    case 'remove':
      return removal(entryAt(document, change.path), text);
    case 'set': {
      const entry = entryAt(document, change.path);
      return entry === undefined ? undefined : replacement(entry.value, change.value, text);
    }
    case 'rename': {
      const { key } = entryAt(document, change.path) ?? {};
      return replacement(key, change.key, text);
    }
    case 'put':
      return addition(document, text, change);
  }
}

/** An entry of a map or an element of a list. */
interface Entry {
  readonly parent: YAMLMap | YAMLSeq;
  readonly index: number;
  /** Undefined for an element. */
  readonly key: unknown;
  readonly value: unknown;
}

function entryAt(document: Document.Parsed, { segments }: FieldPath): Entry | undefined {
  let entry: Entry | undefined;
  let node: unknown = document.contents;
  for (const segment of segments) {
    entry = entryOf(node, segment);
    if (entry === undefined) return undefined;
    node = entry.value;
  }
  return entry;
}

/** Aliases are not followed: what they stand for is used in other places too. */
function entryOf(parent: unknown, segment: Segment): Entry | undefined {
  if (typeof segment === 'number') {
    const value: unknown = isSeq(parent) ? parent.items[segment] : undefined;
    return isSeq(parent) && value !== undefined ? { parent, index: segment, key: undefined, value } : undefined;
  }
  if (!isMap(parent)) return undefined;
  const index = parent.items.findLastIndex(({ key }) => isScalar(key) && String(key.value) === keyOf(segment));
  const pair = parent.items[index];
  return pair === undefined ? undefined : { parent, index, key: pair.key, value: pair.value };
}

function removal(entry: Entry | undefined, text: string): TextEdit | undefined {
  if (entry === undefined) return undefined;
  const { parent, index } = entry;
  const [start, end] = [startOf(parent, index), endOf(parent, index)];
  if (start === undefined || end === undefined) return undefined;
  if (isFlow(parent)) return flowRemoval(parent, index, { start, end });
  const lineStart = startOfLine(text, start);
  const lineEnd = endOfLine(text, end);
  if (!/^[ \t]*(?:#.*)?\r?$/.test(text.slice(end, lineEnd))) return undefined;
  if (text.slice(lineStart, start).trim() === '') {
    return lineEnd < text.length
      ? { from: lineStart, to: lineEnd + 1, insert: '' }
      : { from: Math.max(0, lineStart - 1), to: lineEnd, insert: '' };
  }
  // The first of several in an element of a list: the dash before it is for the next one.
  const next = startOf(parent, index + 1);
  if (next === undefined || text.slice(lineEnd, next).trim() !== '') return undefined;
  return { from: start, to: next, insert: '' };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** With the comma to the left, or the one to the right of the first. */
function flowRemoval(parent: Entry['parent'], index: number, { start, end }: Range): TextEdit | undefined {
  const before = index === 0 ? undefined : endOf(parent, index - 1);
  if (before !== undefined) return { from: before, to: end, insert: '' };
  const next = startOf(parent, index + 1);
  return next === undefined ? undefined : { from: start, to: next, insert: '' };
}

function isFlow(collection: Entry['parent']): boolean {
  return collection.flow === true;
}

/** Of the key, or of the dash before an element. */
function startOf(parent: Entry['parent'], index: number): number | undefined {
  const item = parent.items[index];
  if (isMap(parent)) return rangeOf(parent.items[index]?.key)?.[0];
  if (isFlow(parent)) return rangeOf(item)?.[0];
  const token = parent.srcToken?.type === 'block-seq' ? parent.srcToken.items[index] : undefined;
  return token?.start.find(({ type }) => type === 'seq-item-ind')?.offset;
}

/** Of what is written, without white space and comments after it. */
function endOf(parent: Entry['parent'], index: number): number | undefined {
  if (isMap(parent)) return endOfPair(parent.items[index]);
  return endOfNode(parent.items[index]);
}

function endOfPair(pair: Pair | undefined): number | undefined {
  if (pair === undefined) return undefined;
  const colon = pair.srcToken?.sep?.find(({ type }) => type === 'map-value-ind')?.offset;
  const key = endOfNode(pair.key);
  const value = endOfNode(pair.value);
  if (key === undefined) return undefined;
  return Math.max(key, value ?? 0, colon === undefined ? 0 : colon + 1);
}

function endOfNode(node: unknown): number | undefined {
  if (isCollection(node) && node.flow !== true && node.items.length > 0) {
    return isMap(node) ? endOfPair(node.items.at(-1)) : endOfNode(node.items.at(-1));
  }
  const range = rangeOf(node);
  if (range === undefined) return undefined;
  const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
  return isBlock ? range[1] - 1 : range[1];
}

function rangeOf(node: unknown): readonly [number, number, number] | undefined {
  return (isScalar(node) || isCollection(node)) && node.range ? node.range : undefined;
}

/** In the quotation marks of the old text, where the new one can be written in them. */
function replacement(node: unknown, value: string, text: string): TextEdit | undefined {
  if (!isScalar(node) || !node.range) return undefined;
  const [from, to] = node.range;
  if (from === to || (node.type !== 'PLAIN' && text[from] !== '"' && text[from] !== "'")) return undefined;
  return { from, to, insert: quotedLike(node, value) };
}

function quotedLike({ type }: Scalar, value: string): string {
  if (type === 'PLAIN') return plainOrQuoted(value);
  return type === 'QUOTE_SINGLE' && !/['\n]/.test(value) ? `'${value}'` : JSON.stringify(value);
}

/** Texts that no reader of YAML takes for anything else. */
const PLAIN = /^[A-Za-z0-9][\w./-]*$/;

function plainOrQuoted(value: string): string {
  return PLAIN.test(value) && readPlainScalar(value) === value ? value : JSON.stringify(value);
}

type Put = Extract<Change, { kind: 'put' }>;

/** After the last entry of the map, or of the nearest that is there. */
function addition(document: Document.Parsed, text: string, { path, key, value }: Put): TextEdit | undefined {
  let map: unknown = document.contents;
  const missing = [...path.segments];
  for (let [segment] = missing; segment !== undefined; [segment] = missing) {
    const entry = entryOf(map, segment);
    if (entry === undefined) break;
    map = entry.value;
    missing.shift();
  }
  if (!isMap(map) || missing.some((segment) => typeof segment === 'number')) return undefined;
  const keys = [...missing.map((segment) => (typeof segment === 'number' ? '' : keyOf(segment))), key];
  return isFlow(map) ? flowAddition(map, keys, { value, text }) : blockAddition(map, keys, { value, text });
}

interface Added {
  readonly value: string;
  readonly text: string;
}

function flowAddition(map: YAMLMap, keys: readonly string[], { value, text }: Added): TextEdit | undefined {
  const last = map.items.length - 1;
  const isJson = text[startOf(map, 0) ?? map.range?.[0] ?? 0] === '"';
  const write = isJson ? JSON.stringify : plainOrQuoted;
  const entry = keys.reduceRight<string>((inner, key, index) => {
    const own = `${write(key)}: ${inner}`;
    return index === 0 ? own : `{${own}}`;
  }, write(value));
  if (last < 0) {
    const at = (map.range?.[0] ?? 0) + 1;
    return { from: at, to: at, insert: entry };
  }
  const [start, end] = [startOf(map, last), endOf(map, last)];
  if (start === undefined || end === undefined) return undefined;
  const indentation = text.slice(startOfLine(text, start), start);
  const isOnOwnLine = indentation.trim() === '' && startOfLine(text, start) > 0;
  return { from: end, to: end, insert: `,${isOnOwnLine ? `${lineBreakOf(text)}${indentation}` : ' '}${entry}` };
}

function blockAddition(map: YAMLMap, keys: readonly string[], { value, text }: Added): TextEdit | undefined {
  const [start, end] = [startOf(map, 0), endOf(map, map.items.length - 1)];
  if (start === undefined || end === undefined) return undefined;
  const column = start - startOfLine(text, start);
  const lines = keys.map((key, depth) => {
    const own = depth === keys.length - 1 ? ` ${plainOrQuoted(value)}` : '';
    return `${lineBreakOf(text)}${' '.repeat(column + 2 * depth)}${plainOrQuoted(key)}:${own}`;
  });
  const lineEnd = endOfLine(text, end);
  const at = text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
  return { from: at, to: at, insert: lines.join('') };
}

function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Before the line feed, or the end of the text. */
function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
