import { type Field, isObject } from '../field.ts';

/**
 * Takes the place of a value in a document that is not known before somebody applies what the document describes. Each
 * form has its own way to write one; its reader puts this there, and everything after it is the same for all forms.
 */
export const UNKNOWN: unique symbol = Symbol('unknown');

export function isUnknown({ value }: Field): boolean {
  return value === UNKNOWN;
}

/** The value with every part replaced that is not known. `isPlaceholder`: whether a form writes this where it does not know. */
export function withUnknown(value: unknown, isPlaceholder: (value: unknown) => boolean): unknown {
  if (isPlaceholder(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map((element) => withUnknown(element, isPlaceholder));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withUnknown(part, isPlaceholder)]));
}

/** Undefined also for a text that is not known. @throws FieldTypeError when it is there and no string. */
export function knownText(field: Field): string | undefined {
  return isUnknown(field) ? undefined : field.string();
}
