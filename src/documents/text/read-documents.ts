import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { FieldPath } from '../../fargate/field-path.ts';
import { Field } from '../field.ts';
import { findDocumentProblem, MAX_ALIASES } from './document-problem.ts';
import { offsetOf } from './field-offset.ts';
import { keepFlowColons } from './flow-colon.ts';
import { expandIntrinsicTags } from './intrinsic-tags.ts';
import { KUBECTL_SCALARS } from './kubectl-scalars.ts';
import { type Reindented, reindent } from './libyaml-indentation.ts';
import { splitText, type TextPart } from './split-text.ts';
import type { BrokenDocument, Position, ReadOptions, TextDocument } from './text-document.ts';

/**
 * The documents of a text in YAML or JSON, with scalars read as kubectl reads them. A document that is broken does not
 * keep the others from being read. They come one by one, so that memory is taken by one at a time.
 */
export function* readDocuments(text: string, options: ReadOptions): Generator<TextDocument> {
  let number = 0;
  for (const part of splitText(withLineFeeds(text))) {
    for (const document of readPart(part, options)) {
      number += 1;
      yield { number, ...document };
    }
  }
}

/** A carriage return alone ends a line too, as for kubectl (seen). */
function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}

type Unnumbered = { readonly [Kind in TextDocument as Kind['kind']]: Omit<Kind, 'number'> }[TextDocument['kind']];

function readPart(part: TextPart, options: ReadOptions): readonly Unnumbered[] {
  const lines = new LineCounter();
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: part.firstLine + Math.max(line, 1) - 1, column: Math.max(col, 1) };
  };
  if (isTooLarge(part.text)) {
    return [broken('Too large for one document; split it', { position: positionAt(0), isPositionExact: false })];
  }
  try {
    const { documents, originalOffset } = parseAsKubectl(part.text, lines);
    const positionIn = (offset: number) => positionAt(originalOffset(offset));
    return documents.map((document) => readDocument(document, { positionAt: positionIn, ...options }));
  } catch (error) {
    return [broken(reasonOf(error), { position: positionAt(0), isPositionExact: false })];
  }
}

interface Parsed extends Pick<Reindented, 'originalOffset'> {
  readonly documents: readonly Document.Parsed[];
}

/** Errors are those of the text as it is, unless it has none once it is indented. */
function parseAsKubectl(text: string, lines: LineCounter): Parsed {
  const asItIs = { documents: parse(text, lines), originalOffset: (offset: number) => offset };
  if (!asItIs.documents.some(isBroken)) return asItIs;
  const reindented = reindent(text);
  if (reindented === undefined) return asItIs;
  const documents = parse(reindented.text);
  return documents.some(isBroken) ? asItIs : { documents, originalOffset: reindented.originalOffset };
}

function isBroken({ errors }: Document.Parsed): boolean {
  return errors.length > 0;
}

/** The parser takes more than 1 KB for every key and value, and Node.js has 2 GB on a machine of 8. Some 15 MB of usual YAML. */
const MAX_SEPARATORS = 1_000_000;

/** One of these is between any two keys or values, however short they are. */
function isTooLarge(text: string): boolean {
  let separators = 0;
  for (const _ of text.matchAll(/[\n,:[{]|[-?](?=\s)/g)) {
    separators += 1;
    if (separators > MAX_SEPARATORS) return true;
  }
  return false;
}

function parse(text: string, lineCounter?: LineCounter): readonly Document.Parsed[] {
  const documents = Array.from<Document.Parsed>(
    parseAllDocuments(text, {
      schema: 'failsafe',
      customTags: KUBECTL_SCALARS,
      resolveKnownTags: false,
      merge: true,
      uniqueKeys: false,
      prettyErrors: false,
      ...(lineCounter === undefined ? {} : { lineCounter }),
    }),
  );
  for (const document of documents) {
    keepFlowColons(document, text);
    expandIntrinsicTags(document);
  }
  return documents;
}

interface ReadContext extends ReadOptions {
  readonly positionAt: (offset: number) => Position;
}

function readDocument(document: Document.Parsed, { positionAt, ...options }: ReadContext): Unnumbered {
  const [error] = document.errors;
  if (error !== undefined) {
    return broken(reasonOf(error), { position: positionAt(error.pos[0]), isPositionExact: true });
  }
  const problem = findDocumentProblem(document, options);
  if (problem !== undefined) {
    return broken(problem.reason, { position: positionAt(problem.offset), isPositionExact: true });
  }
  const positionOf = (path: FieldPath): Position => positionAt(offsetOf(document, path));
  try {
    // Aliases of aliases that multiply throw here.
    return { kind: 'read', root: new Field(document.toJS({ maxAliasCount: MAX_ALIASES })), positionOf };
  } catch (thrown) {
    return broken(reasonOf(thrown), { position: positionOf(FieldPath.ROOT), isPositionExact: false });
  }
}

function broken(
  reason: string,
  place: Pick<BrokenDocument, 'position' | 'isPositionExact'>,
): Omit<BrokenDocument, 'number'> {
  return { kind: 'broken', reason, ...place };
}

/** The parser's later lines show the spot in the file, for a terminal. */
function reasonOf(error: unknown): string {
  const [firstLine = ''] = error instanceof Error ? error.message.split('\n', 1) : [];
  return firstLine.startsWith('Maximum call stack size exceeded') ? 'Nested too deeply' : firstLine;
}
