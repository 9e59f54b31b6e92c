import type { Segment } from '../fargate/field-path.ts';
import { type Field, FieldTypeError, isObject } from './field.ts';

/**
 * An object of unknown shape. What reads it in every review makes no {@link Field} of each value; where a value is wrong
 * is found out once there is one, by {@link readDocument}. So each field is checked as soon as it is looked at,
 * `text(spec['nodeName'])`, and by a constant key that no object inherits. null counts as absent, as it does for Kubernetes.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

export type StringMap = Readonly<Record<string, string>>;

const NO_FIELDS: JsonObject = Object.freeze({});
const NO_STRINGS: StringMap = Object.freeze({});
const NO_ELEMENTS: readonly unknown[] = Object.freeze([]);

/** Without any field where it is absent. */
export function object(value: unknown): JsonObject {
  if (value === undefined || value === null) return NO_FIELDS;
  if (!isObject(value)) throw new WrongTypeError(value, 'an object');
  return value;
}

/** Empty where it is absent. */
export function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return NO_ELEMENTS;
  if (!Array.isArray(value)) throw new WrongTypeError(value, 'a list');
  return value;
}

export function text(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new WrongTypeError(value, 'a string');
  return value;
}

/** Of a map: its key is written `[key]` where it is wrong. */
export function entryText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new WrongTypeError(value, 'a string', true);
  return value;
}

export function number(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number') throw new WrongTypeError(value, 'a number');
  return value;
}

/** False where it is absent. */
export function boolean(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') throw new WrongTypeError(value, 'a boolean');
  return value;
}

/**
 * A map with keys that every object inherits; empty where it is absent. null is the empty text: Go decodes it so, and with
 * it the API server.
 */
export function stringMap(value: unknown): StringMap {
  if (value === undefined || value === null) return NO_STRINGS;
  const map = object(value);
  return isStringMap(map) ? map : withTexts(map);
}

function isStringMap(map: JsonObject): map is StringMap {
  for (const key in map) if (typeof map[key] !== 'string') return false;
  return true;
}

function withTexts(map: JsonObject): StringMap {
  const texts: [key: string, text: string][] = [];
  for (const key in map) texts.push([key, entryText(map[key]) ?? '']);
  return Object.fromEntries(texts);
}

/** Thrown by the readers above, which know the value but not its path. */
class WrongTypeError extends Error {
  override readonly name = 'WrongTypeError';
  readonly value: unknown;
  readonly expected: string;
  /** Written `[key]` in its path. */
  readonly isMapEntry: boolean;

  constructor(value: unknown, expected: string, isMapEntry = false) {
    super(`expected ${expected}`);
    this.value = value;
    this.expected = expected;
    this.isMapEntry = isMapEntry;
  }
}

/**
 * Reads a document with the readers above.
 *
 * @throws FieldTypeError with the path of the field that has another type than was asked for.
 */
export function readDocument<Result>(document: Field, read: (value: unknown) => Result): Result {
  try {
    return read(document.value);
  } catch (error) {
    if (!(error instanceof WrongTypeError)) throw error;
    throw located(error, document, read);
  }
}

/** Reads once more, and sees which field was looked at last. */
function located(error: WrongTypeError, document: Field, read: (value: unknown) => unknown): FieldTypeError {
  const trail: Trail = { last: [] };
  try {
    read(watched(document.value, [], trail));
  } catch (again) {
    if (!(again instanceof WrongTypeError)) throw again;
  }
  const { value, expected, isMapEntry } = error;
  const path = document.path.to(...(isMapEntry ? withLastAsKey(trail.last) : trail.last));
  return new FieldTypeError({ path, value }, expected);
}

type Path = readonly Segment[];

interface Trail {
  last: Path;
}

/** The same value, which leaves a trail when it is read. */
function watched(value: unknown, path: Path, trail: Trail): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get: (target, key) => {
      const child: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol' || !Object.hasOwn(target, key)) return child;
      if (Array.isArray(target) && key === 'length') return child;
      trail.last = [...path, Array.isArray(target) ? Number(key) : key];
      return watched(child, trail.last, trail);
    },
  });
}

function withLastAsKey(path: Path): Path {
  return [...path.slice(0, -1), { key: String(path.at(-1)) }];
}
