import { type Document, parseAllDocuments } from 'yaml';
import { PARSE_OPTIONS } from '../text/full-documents.ts';
import { readJsonDocument } from '../text/json-document.ts';
import { FLOW_COLON, readPlainDocument } from '../text/plain-document.ts';
import { splitText, type TextPart, withLineFeeds } from '../text/split-text.ts';
import { type Change, changedDocument, isSame, removedPath } from './change.ts';
import { applyEdits, spanning, type TextEdit, withLater } from './text-edit.ts';
import { editFor } from './yaml-edit.ts';

/** A text in YAML or JSON whose documents can be changed without a touch to the rest of it. */
export class EditableText {
  readonly #parts: readonly TextPart[];
  readonly #read = new Map<TextPart, EditablePart | undefined>();
  readonly #parsed = new Map<EditablePart, Document.Parsed | undefined>();
  #left = MAX_CHARACTERS_PARSED;

  constructor(text: string) {
    this.#parts = [...splitText(withLineFeeds(text))];
  }

  /** The value of the document that holds a line, counted from 1; undefined for one that cannot be changed. */
  valueAt(line: number): unknown {
    return this.#partAt(line)?.value;
  }

  /**
   * The edits that make the changes, one after the other, of the document that holds a line. None overlaps another. Undefined
   * where the text cannot be edited so that it reads back as the changed document.
   */
  edits(line: number, changes: readonly Change[]): readonly TextEdit[] | undefined {
    const before = this.#partAt(line);
    let current = before;
    let edits: readonly TextEdit[] | undefined = [];
    for (const change of changes) {
      const made: Changed | undefined = current && this.#change(current, change);
      if (made === undefined) return undefined;
      edits = edits && withLater(edits, made.edit);
      current = made.part;
    }
    if (before === undefined || current === undefined) return undefined;
    const all = edits ?? [spanning(before.text, current.text)];
    return all.map(({ from, to, insert }) => ({ from: from + before.offset, to: to + before.offset, insert }));
  }

  #partAt(line: number): EditablePart | undefined {
    const part = this.#parts.findLast(({ firstLine }) => firstLine <= line);
    if (part === undefined) return undefined;
    if (!this.#read.has(part)) this.#read.set(part, this.#readPart(part));
    return this.#read.get(part);
  }

  /** Undefined where the edited text reads back as anything else. */
  #change(part: EditablePart, change: Change): Changed | undefined {
    const exact = change.kind === 'remove' ? withEmptied(part.value, change) : change;
    const wanted = exact && changedDocument(part.value, exact);
    const document = wanted === undefined ? undefined : this.#parse(part);
    const edit = exact && document && editFor(document, part.text, exact);
    if (edit === undefined) return undefined;
    const changed = this.#readPart({ ...part, text: applyEdits(part.text, [edit]) });
    return changed !== undefined && isSame(changed.value, wanted) ? { part: changed, edit } : undefined;
  }

  #readPart({ text, offset }: Pick<TextPart, 'text' | 'offset'>): EditablePart | undefined {
    const part = { text, firstLine: 1, offset };
    const isLeft = this.#take(text.length / FASTER);
    const read = isLeft ? (readJsonDocument(part, OPTIONS) ?? readPlainDocument(part, OPTIONS)) : undefined;
    if (read?.kind === 'read') return { text, offset, value: read.root.value };
    const document = isLeft && this.#take(text.length) ? parsePart(text) : undefined;
    const value = document && readValue(document);
    return value === undefined ? undefined : { text, offset, value };
  }

  #parse(part: EditablePart): Document.Parsed | undefined {
    if (!this.#parsed.has(part)) {
      this.#parsed.set(part, this.#take(part.text.length) ? parsePart(part.text) : undefined);
    }
    return this.#parsed.get(part);
  }

  /** Whether there is time left for it. */
  #take(cost: number): boolean {
    this.#left -= cost;
    return this.#left >= 0;
  }
}

const OPTIONS = { repeatedKeys: 'last-counts' } as const;

/** Of the parser that says where everything is, so that no text takes long, however much there is to change: some 2 s. */
const MAX_CHARACTERS_PARSED = 1_000_000;
/** The other readers take about this part of the time. */
const FASTER = 8;

interface EditablePart extends Pick<TextPart, 'text' | 'offset'> {
  readonly value: unknown;
}

interface Changed {
  readonly part: EditablePart;
  readonly edit: TextEdit;
}

/** Undefined for what is broken, and for what kubectl reads in another way than YAML 1.2. */
function parsePart(text: string): Document.Parsed | undefined {
  if (FLOW_COLON.test(text)) return undefined;
  const [document, ...more] = parseAllDocuments(text, { ...PARSE_OPTIONS, keepSourceTokens: true });
  if (document === undefined || !('errors' in document)) return undefined;
  return document.errors.length > 0 || more.length > 0 ? undefined : document;
}

/** Undefined where aliases multiply. */
function readValue(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    return undefined;
  }
}

/** A document with more is rare, and a person fixes it by hand. */
const MAX_ALIASES = 100;

function withEmptied(document: unknown, { path }: Extract<Change, { kind: 'remove' }>): Change | undefined {
  const removed = removedPath(document, path);
  return removed === undefined ? undefined : { kind: 'remove', path: removed };
}
