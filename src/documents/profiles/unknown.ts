import type { Field } from '../field.ts';

/**
 * Takes the place of a value in a document that is not known before somebody applies what the document describes. Each
 * form has its own way to write one; its reader puts this there, and everything after it is the same for all forms.
 */
export const UNKNOWN: unique symbol = Symbol('unknown');

export function isUnknown({ value }: Field): boolean {
  return value === UNKNOWN;
}

/** Undefined also for a text that is not known. @throws FieldTypeError when it is there and no string. */
export function knownText(field: Field): string | undefined {
  return isUnknown(field) ? undefined : field.string();
}
