import type { StringMap } from '../../fargate/pod.ts';

/** RFC 6902, the operations that annotations need. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** The name of an annotation, and the JSON Pointer to it: written once, and not in each review. */
export interface AnnotationKey {
  readonly name: string;
  readonly pointer: string;
}

export function annotationKey(name: string): AnnotationKey {
  return { name, pointer: `/metadata/annotations/${escapeToken(name)}` };
}

export interface AnnotationChange {
  readonly key: AnnotationKey;
  /** undefined: to be removed. */
  readonly value: string | undefined;
}

/**
 * The smallest patch after which an object's annotations are as wanted; empty where they are already. Touches nothing but
 * `metadata.annotations`, which is made where there are none.
 */
export function annotationPatch(
  current: StringMap,
  changes: readonly AnnotationChange[],
): readonly JsonPatchOperation[] {
  if (Object.keys(current).length > 0) return changesTo(current, changes);
  const value: Record<string, string> = {};
  for (const change of changes) if (change.value !== undefined) value[change.key.name] = change.value;
  return Object.keys(value).length === 0 ? [] : [{ op: 'add', path: '/metadata/annotations', value }];
}

/** Of all keys and values of an object together. Source: Kubernetes, apimachinery, `TotalAnnotationSizeLimitB`. */
const MAX_ANNOTATIONS_BYTES = 256 * 1024;

/** A UTF-16 unit is at most so many bytes of UTF-8. */
const MAX_UNIT_BYTES = 3;

/** Whether the API server still takes an object's annotations once they are as wanted. */
export function hasRoom(current: StringMap, changes: readonly AnnotationChange[]): boolean {
  let units = 0;
  for (const key in current) units += key.length + (current[key]?.length ?? 0);
  for (const { key, value } of changes) if (value !== undefined) units += key.name.length + value.length;
  return units * MAX_UNIT_BYTES <= MAX_ANNOTATIONS_BYTES || bytesAfter(current, changes) <= MAX_ANNOTATIONS_BYTES;
}

function bytesAfter(current: StringMap, changes: readonly AnnotationChange[]): number {
  const wanted = new Map(Object.entries(current));
  for (const { key, value } of changes) {
    if (value === undefined) wanted.delete(key.name);
    else wanted.set(key.name, value);
  }
  let bytes = 0;
  for (const [key, value] of wanted) bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  return bytes;
}

/** As an AdmissionResponse carries it, in base64; undefined for an empty one, which is left out. */
export function encodePatch(patch: readonly JsonPatchOperation[]): string | undefined {
  return patch.length === 0 ? undefined : Buffer.from(JSON.stringify(patch)).toString('base64');
}

function changesTo(current: StringMap, changes: readonly AnnotationChange[]): readonly JsonPatchOperation[] {
  const operations: JsonPatchOperation[] = [];
  for (const { key, value } of changes) {
    const path = key.pointer;
    const isThere = Object.hasOwn(current, key.name);
    if (value === undefined) {
      if (isThere) operations.push({ op: 'remove', path });
    } else if (!isThere) {
      operations.push({ op: 'add', path, value });
    } else if (current[key.name] !== value) {
      operations.push({ op: 'replace', path, value });
    }
  }
  return operations;
}

/** Source: RFC 6901, section 3. */
function escapeToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
