import type { Field } from '../field.ts';

export interface ReadOptions {
  /** What a key means that stands twice in a map: nothing good, or, as for kubectl (seen), that the last one counts. */
  readonly repeatedKeys: 'refused' | 'last-counts';
}

/** One document of a text in YAML or JSON. */
export type TextDocument = ReadDocument | BrokenDocument;

interface Numbered {
  /** Counted from 1; documents that hold nothing count too. */
  readonly number: number;
}

export interface ReadDocument extends Numbered {
  readonly kind: 'read';
  /** Holds null where the document holds nothing. */
  readonly root: Field;
  /** Where the field of that path stands, or the nearest ancestor that is there; '' for the document itself. */
  readonly positionOf: (path: string) => Position;
}

export interface BrokenDocument extends Numbered {
  readonly kind: 'broken';
  /** One line. */
  readonly reason: string;
  /** Of what is wrong, or of the document where the parser cannot tell. */
  readonly position: Position;
  readonly isPositionExact: boolean;
}

/** In the whole text, both counted from 1; columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
