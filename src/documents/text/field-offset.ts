import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Pair } from 'yaml';
import type { FieldPath, Segment } from '../../fargate/field-path.ts';

interface Reached {
  readonly node: unknown;
  readonly offset: number;
}

/**
 * Where a field is in the text of its document: the key of a map's field, the first character of a list's element;
 * of a field that is not there, its nearest ancestor that is. Aliases are followed, merge keys are not.
 */
export function offsetOf(document: Document, path: FieldPath): number {
  let reached: Reached = { node: document.contents, offset: document.contents?.range?.[0] ?? 0 };
  for (const segment of path.segments) {
    const target = isAlias(reached.node) ? reached.node.resolve(document) : reached.node;
    const next = childOf(target, segment);
    if (next === undefined) break;
    reached = next;
  }
  return reached.offset;
}

function childOf(parent: unknown, segment: Segment): Reached | undefined {
  if (typeof segment === 'number') {
    const element = isSeq(parent) ? parent.items[segment] : undefined;
    return reachedAt(element, element);
  }
  if (!isMap(parent)) return undefined;
  const pair = pairOf(parent.items, typeof segment === 'string' ? segment : segment.key);
  return pair === undefined ? undefined : reachedAt(pair.value, pair.key);
}

/** Of a repeated key, the last counts. */
function pairOf(pairs: readonly Pair[], key: string): Pair | undefined {
  return pairs.findLast((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function reachedAt(node: unknown, place: unknown): Reached | undefined {
  const offset = offsetOfNode(place);
  return offset === undefined ? undefined : { node, offset };
}

/** undefined for an absent value. */
export function offsetOfNode(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
