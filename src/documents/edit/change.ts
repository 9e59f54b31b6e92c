import { FieldPath, type Segment } from '../../fargate/field-path.ts';
import { isObject } from '../field.ts';

/** One change of a document. Paths begin with the document. */
export type Change =
  /** With what holds nothing else. */
  | { readonly kind: 'remove'; readonly path: FieldPath }
  /** To a text, of a field that is there and neither a map nor a list. */
  | { readonly kind: 'set'; readonly path: FieldPath; readonly value: string }
  | { readonly kind: 'rename'; readonly path: FieldPath; readonly key: string }
  /** Of a text that is not there yet, into the map of that path, which is made where it is absent. */
  | { readonly kind: 'put'; readonly path: FieldPath; readonly key: string; readonly value: string };

export function valueAt(document: unknown, { segments }: FieldPath): unknown {
  return segments.reduce<unknown>((value, segment) => childOf(value, segment), document);
}

function childOf(value: unknown, segment: Segment): unknown {
  if (typeof segment === 'number') return Array.isArray(value) ? value[segment] : undefined;
  const key = keyOf(segment);
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function keyOf(segment: Exclude<Segment, number>): string {
  return typeof segment === 'string' ? segment : segment.key;
}

/**
 * What has to be removed so that nothing empty stays: the outermost map or list that holds nothing else. Undefined where that
 * would be an element of a list, which may mean something when it is empty, or the document.
 */
export function removedPath(document: unknown, path: FieldPath): FieldPath | undefined {
  const { segments } = path;
  const parent = FieldPath.of(...segments.slice(0, -1));
  const value = valueAt(document, parent);
  const size = Array.isArray(value) ? value.length : Object.keys(isObject(value) ? value : {}).length;
  if (size > 1) return path;
  if (size === 0 || parent.isRoot || typeof parent.segments.at(-1) === 'number') return undefined;
  return removedPath(document, parent);
}

/** The document as it is once it is changed; a removal leaves what it empties. Undefined where the change does not fit. */
export function changedDocument(document: unknown, change: Change): unknown {
  switch (change.kind) {
    case 'remove':
      return valueAt(document, change.path) === undefined ? undefined : replaced(document, change.path.segments, []);
    case 'set':
      if (!isScalarValue(valueAt(document, change.path))) return undefined;
      return replaced(document, change.path.segments, [change.value]);
    case 'rename':
      return renamed(document, change.path, change.key);
    case 'put':
      return put(document, change.path.segments, [change.key, change.value]);
  }
}

function isScalarValue(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** @param by nothing, or the new value. */
function replaced(value: unknown, [first, ...rest]: readonly Segment[], by: readonly unknown[]): unknown {
  if (first === undefined) return by[0];
  const isLast = rest.length === 0;
  const child = () => (isLast ? by : [replaced(childOf(value, first), rest, by)]);
  if (Array.isArray(value)) return typeof first === 'number' ? value.toSpliced(first, 1, ...child()) : value;
  if (!isObject(value) || typeof first === 'number') return value;
  const key = keyOf(first);
  return Object.fromEntries(
    Object.entries(value).flatMap(([own, old]) =>
      own === key ? child().map((made): [string, unknown] => [own, made]) : [[own, old] as const],
    ),
  );
}

function renamed(document: unknown, path: FieldPath, key: string): unknown {
  const parent = FieldPath.of(...path.segments.slice(0, -1));
  const map = valueAt(document, parent);
  const value = valueAt(document, path);
  if (value === undefined || !isObject(map) || Object.hasOwn(map, key)) return undefined;
  const without = valueAt(replaced(document, path.segments, []), parent);
  const made = { ...(isObject(without) ? without : {}), [key]: value };
  return parent.isRoot ? made : replaced(document, parent.segments, [made]);
}

function put(value: unknown, [first, ...rest]: readonly Segment[], entry: readonly [string, string]): unknown {
  const [key, text] = entry;
  if (value !== undefined && !isObject(value) && !Array.isArray(value)) return undefined;
  if (first === undefined) {
    return Array.isArray(value) || Object.hasOwn(value ?? {}, key) ? undefined : { ...value, [key]: text };
  }
  const child = childOf(value, first);
  const made = put(child, rest, entry);
  if (made === undefined) return undefined;
  if (child !== undefined) return replaced(value, [first], [made]);
  return typeof first === 'number' || Array.isArray(value) ? undefined : { ...value, [keyOf(first)]: made };
}

/** Whether two values of JSON are equal, whatever the order of their keys. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((each, at) => isSame(each, other[at]));
  }
  if (!isObject(one)) return Object.is(one, other);
  if (!isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
}
