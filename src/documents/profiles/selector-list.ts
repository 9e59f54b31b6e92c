import type { FieldPath } from '../../fargate/field-path.ts';
import type { UnknownSelector } from '../../fargate/profile.ts';
import type { SelectorListSpec, SelectorPlaces, SelectorSpec, TagSpec } from '../../fargate/profile-spec.ts';
import { Field, FieldTypeError } from '../field.ts';
import { isUnknown, knownText } from './unknown.ts';

/** The keys under which a selector holds its parts. */
export interface SelectorKeys {
  readonly namespace: string;
  readonly labels: string;
  /** How labels and tags are written: a map, or a list of objects with these two keys. */
  readonly pairs: 'map' | PairKeys;
}

export interface PairKeys {
  readonly key: string;
  readonly value: string;
}

/** Those of the EKS API. */
export const EKS_SELECTOR: SelectorKeys = { namespace: 'namespace', labels: 'labels', pairs: 'map' };

/** Selectors of which some may hold what is not known. @throws FieldTypeError */
export function readSelectorList(list: Field, keys = EKS_SELECTOR): SelectorListSpec {
  const field = list.path;
  if (isUnknown(list)) return { field, selectors: [], unknown: [anything(list)] };
  const read = list
    .list()
    .filter(({ value }) => value !== undefined)
    .map((selector) => readSelector(selector, keys));
  const unknown = read.filter((selector) => 'unknownFields' in selector);
  const selectors = read.filter((selector) => 'field' in selector);
  return { field, selectors, ...(unknown.length === 0 ? {} : { unknown }) };
}

/** @throws FieldTypeError */
export function readTags(tags: Field, keys: SelectorKeys['pairs'] = 'map'): readonly TagSpec[] {
  if (isUnknown(tags)) return [];
  return readPairs(tags, keys).flatMap(({ key, value, field }) => {
    const [keyText, text] = [knownText(key), knownText(value)];
    return keyText === undefined || text === undefined ? [] : [{ field, key: keyText, value: text }];
  });
}

function anything({ path }: Field): UnknownSelector {
  return { namespace: '*', labels: new Map(), unknownFields: [path] };
}

function readSelector(selector: Field, keys: SelectorKeys): SelectorSpec | UnknownSelector {
  if (isUnknown(selector)) return anything(selector);
  const [namespace, labels] = [selector.get(keys.namespace), selector.get(keys.labels)];
  const pairs = isUnknown(labels) ? [] : readPairs(labels, keys.pairs);
  const parts = [namespace, labels, ...pairs.flatMap(({ key, value }) => [key, value])];
  const unknownFields = [...new Set(parts.filter(isUnknown))].map(({ path }) => path);
  const known = {
    namespace: isUnknown(namespace) ? '*' : (namespace.string() ?? ''),
    labels: new Map(pairs.flatMap(widened)),
  };
  if (unknownFields.length > 0) return { ...known, unknownFields };
  const { path: field } = selector;
  return keys === EKS_SELECTOR ? { field, ...known } : { field, ...known, places: placesOf(selector, keys, pairs) };
}

/** With an unknown key, every pod may have the pair. */
function widened({ key, value }: Pair): readonly (readonly [key: string, value: string])[] {
  const text = knownText(key);
  return text === undefined ? [] : [[text, isUnknown(value) ? '*' : (value.string() ?? '')]];
}

function placesOf(selector: Field, keys: SelectorKeys, pairs: readonly Pair[]): SelectorPlaces {
  return {
    namespace: selector.get(keys.namespace).path,
    labels: selector.get(keys.labels).path,
    values: new Map(pairs.map(({ key, value }) => [knownText(key) ?? '', value.path])),
  };
}

interface Pair {
  readonly key: Field;
  readonly value: Field;
  /** Of the pair as a whole. */
  readonly field: FieldPath;
}

/** @throws FieldTypeError */
function readPairs(field: Field, keys: SelectorKeys['pairs']): readonly Pair[] {
  if (keys === 'map') return field.entries().map(([key, value]) => pairOf(key, value));
  const { key, value } = keys;
  if (field.isPresent && !Array.isArray(field.value)) {
    throw new FieldTypeError(field, `a list of ${key} and ${value}, such as [{${key}: tier, ${value}: front}]`);
  }
  const pairs = field.list().filter((pair) => pair.value !== undefined);
  return pairs.map((pair) => {
    const { path } = pair;
    return isUnknown(pair)
      ? { key: pair, value: pair, field: path }
      : { key: pair.get(key), value: pair.get(value), field: path };
  });
}

/** A map holds texts alone, and null is none. */
function pairOf(key: string, value: Field): Pair {
  if (!value.isPresent) throw new FieldTypeError(value, 'a string');
  return { key: new Field(key), value, field: value.path };
}
