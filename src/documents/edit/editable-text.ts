import { type Document, parseAllDocuments } from 'yaml';
import { PARSE_OPTIONS } from '../text/full-documents.ts';
import { FLOW_COLON } from '../text/plain-document.ts';
import { splitText, type TextPart, withLineFeeds } from '../text/split-text.ts';
import { type Change, changedDocument, isSame, removedPath } from './change.ts';
import { applyEdits, spanning, type TextEdit, withLater } from './text-edit.ts';
import { editFor } from './yaml-edit.ts';

/** A text in YAML or JSON whose documents can be changed without a touch to the rest of it. */
export class EditableText {
  readonly #parts: readonly TextPart[];
  readonly #parsed = new Map<TextPart, ParsedPart | undefined>();
  /** How many characters may still be read, so that no text takes long, however much there is to change in it. */
  #left = MAX_CHARACTERS_READ;

  constructor(text: string) {
    this.#parts = [...splitText(withLineFeeds(text))];
  }

  /** The value of the document that holds a line, counted from 1; undefined for one that cannot be changed. */
  valueAt(line: number): unknown {
    return this.#parse(this.#partAt(line))?.value;
  }

  /**
   * The edits that make the changes, one after the other, of the document that holds a line. None overlaps another. Undefined
   * where the text cannot be edited so that it reads back as the changed document.
   */
  edits(line: number, changes: readonly Change[]): readonly TextEdit[] | undefined {
    const part = this.#partAt(line);
    const before = this.#parse(part);
    let current = before;
    let edits: readonly TextEdit[] | undefined = [];
    for (const change of changes) {
      const made = current && this.#change(current, change);
      if (made === undefined) return undefined;
      edits = edits && withLater(edits, made.edit);
      current = made.part;
    }
    if (before === undefined || current === undefined) return undefined;
    const all = edits ?? [spanning(before.text, current.text)];
    return all.map(({ from, to, insert }) => ({ from: from + part.offset, to: to + part.offset, insert }));
  }

  #partAt(line: number): TextPart {
    return this.#parts.findLast(({ firstLine }) => firstLine <= line) ?? NO_PART;
  }

  #parse(part: TextPart): ParsedPart | undefined {
    if (!this.#parsed.has(part)) this.#parsed.set(part, this.#read(part.text));
    return this.#parsed.get(part);
  }

  #read(text: string): ParsedPart | undefined {
    this.#left -= text.length;
    return this.#left < 0 ? undefined : parsePart(text);
  }

  /** Undefined where the edited text reads back as anything else. */
  #change(part: ParsedPart, change: Change): { readonly part: ParsedPart; readonly edit: TextEdit } | undefined {
    const exact = change.kind === 'remove' ? withEmptied(part.value, change) : change;
    const wanted = exact && changedDocument(part.value, exact);
    const edit = exact && editFor(part.document, part.text, exact);
    if (wanted === undefined || edit === undefined) return undefined;
    const changed = this.#read(applyEdits(part.text, [edit]));
    return changed !== undefined && isSame(changed.value, wanted) ? { part: changed, edit } : undefined;
  }
}

/** Half a second of work. */
const MAX_CHARACTERS_READ = 500_000;
const NO_PART: TextPart = { text: '', firstLine: 1, offset: 0 };

interface ParsedPart {
  readonly text: string;
  readonly document: Document.Parsed;
  readonly value: unknown;
}

/** Undefined for what is broken, and for what kubectl reads in another way than YAML 1.2. */
function parsePart(text: string): ParsedPart | undefined {
  if (FLOW_COLON.test(text)) return undefined;
  const [document, ...more] = parseAllDocuments(text, { ...PARSE_OPTIONS, keepSourceTokens: true });
  if (document === undefined || !('errors' in document) || document.errors.length > 0 || more.length > 0) {
    return undefined;
  }
  try {
    return { text, document, value: document.toJS({ maxAliasCount: MAX_ALIASES }) };
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
