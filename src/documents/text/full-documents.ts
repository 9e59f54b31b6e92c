import { type Document, parseAllDocuments } from 'yaml';
import { FieldPath } from '../../fargate/field-path.ts';
import { Field } from '../field.ts';
import { findDocumentProblem, MAX_ALIASES } from './document-problem.ts';
import { offsetOf } from './field-offset.ts';
import { keepFlowColons } from './flow-colon.ts';
import { expandIntrinsicTags } from './intrinsic-tags.ts';
import { KUBECTL_SCALARS } from './kubectl-scalars.ts';
import { type Reindented, reindent } from './libyaml-indentation.ts';
import { Lines } from './lines.ts';
import { isNestedTooDeeply } from './nesting.ts';
import type { TextPart } from './split-text.ts';
import { broken, type Position, type ReadOptions, type Unnumbered } from './text-document.ts';

/**
 * All documents of a part, by the parser that reads everything that kubectl does. It takes some ten times as long as
 * {@link readPlainDocument}, and says best what is wrong.
 */
export function readFully(part: TextPart, options: ReadOptions): readonly Unnumbered[] {
  const lines = new Lines(part);
  const positionAt = (offset: number): Position => lines.positionAt(offset);
  if (isNestedTooDeeply(part.text)) {
    return [broken(TOO_DEEP, { position: positionAt(0), isPositionExact: false })];
  }
  try {
    const { documents, originalOffset } = parseAsKubectl(part.text);
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
function parseAsKubectl(text: string): Parsed {
  const asItIs = { documents: parse(text), originalOffset: (offset: number) => offset };
  if (!asItIs.documents.some(isBroken)) return asItIs;
  const reindented = reindent(text);
  if (reindented === undefined) return asItIs;
  const documents = parse(reindented.text);
  return documents.some(isBroken) ? asItIs : { documents, originalOffset: reindented.originalOffset };
}

function isBroken({ errors }: Document.Parsed): boolean {
  return errors.length > 0;
}

function parse(text: string): readonly Document.Parsed[] {
  const documents = Array.from<Document.Parsed>(parseAllDocuments(text, PARSE_OPTIONS));
  for (const document of documents) {
    keepFlowColons(document, text);
    expandIntrinsicTags(document);
  }
  return documents;
}

/** As kubectl reads it. */
export const PARSE_OPTIONS = {
  schema: 'failsafe',
  customTags: KUBECTL_SCALARS,
  resolveKnownTags: false,
  merge: true,
  uniqueKeys: false,
  prettyErrors: false,
} as const satisfies Parameters<typeof parseAllDocuments>[1];

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

const TOO_DEEP = 'Nested too deeply';

/** The parser's later lines show the spot in the file, for a terminal. */
function reasonOf(error: unknown): string {
  const [firstLine = ''] = error instanceof Error ? error.message.split('\n', 1) : [];
  return firstLine.startsWith('Maximum call stack size exceeded') ? TOO_DEEP : firstLine;
}
