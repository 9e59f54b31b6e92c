import type { Field } from '../documents/field.ts';

/** RFC 6902, the operations that annotations need. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** A value to set, or undefined to remove what is there. */
export type AnnotationChanges = ReadonlyMap<string, string | undefined>;

/**
 * The smallest patch after which the object's annotations are as wanted; empty where they are already. Touches nothing
 * but `metadata.annotations`.
 */
export function annotationPatch(object: Field, changes: AnnotationChanges): readonly JsonPatchOperation[] {
  const annotations = object.get('metadata').get('annotations');
  if (annotations.isPresent) {
    const current = annotations.stringMap();
    return [...changes].flatMap(([key, value]) => operationFor(current, key, value));
  }
  const added = [...changes].filter(([, value]) => value !== undefined);
  if (added.length === 0) return [];
  return [{ op: 'add', path: '/metadata/annotations', value: Object.fromEntries(added) }];
}

function operationFor(
  current: Readonly<Record<string, string>>,
  key: string,
  value: string | undefined,
): readonly JsonPatchOperation[] {
  const path = `/metadata/annotations/${escapeToken(key)}`;
  const isThere = Object.hasOwn(current, key);
  if (value === undefined) return isThere ? [{ op: 'remove', path }] : [];
  if (!isThere) return [{ op: 'add', path, value }];
  return current[key] === value ? [] : [{ op: 'replace', path, value }];
}

/** Source: RFC 6901, section 3. */
function escapeToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
