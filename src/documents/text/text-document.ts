import type { FieldPath } from '../../fargate/field-path.ts';
import type { Field } from '../field.ts';

export interface ReadOptions {
  /** What a repeated key of a map means: an error, or, as for kubectl (seen), that the last one counts. */
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
  /** Where the field of that path is, or the nearest ancestor that exists. */
  readonly positionOf: (path: FieldPath) => Position;
}

export interface BrokenDocument extends Numbered {
  readonly kind: 'broken';
  /** One line. */
  readonly reason: string;
  /** Of the fault, or of the document where the parser gives no place. */
  readonly position: Position;
  readonly isPositionExact: boolean;
}

/** In the whole text, both counted from 1; columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type Unnumbered = {
  readonly [Kind in TextDocument as Kind['kind']]: Omit<Kind, 'number'>;
}[TextDocument['kind']];

export function broken(
  reason: string,
  place: Pick<BrokenDocument, 'position' | 'isPositionExact'>,
): Omit<BrokenDocument, 'number'> {
  return { kind: 'broken', reason, ...place };
}
