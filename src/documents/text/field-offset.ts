import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Pair } from 'yaml';

/** A part of a document that is reached, and what of the path is left to go. */
interface Reached {
  readonly node: unknown;
  readonly offset: number;
  readonly rest: string;
}

/**
 * Where a field is in the text of its document: the key of a map's field, the first character of a list's element;
 * of a field that is not there, its nearest ancestor that is. Aliases are followed, merge keys are not.
 *
 * @param path as `Field` writes it: `spec.containers[1].image`, `metadata.labels[app.kubernetes.io/name]`.
 */
export function offsetOf(document: Document, path: string): number {
  const rest = path === '' || path.startsWith('[') ? path : `.${path}`;
  let reached: Reached = { node: document.contents, offset: document.contents?.range?.[0] ?? 0, rest };
  for (let next = step(document, reached); next !== undefined; next = step(document, reached)) reached = next;
  return reached.offset;
}

function step(document: Document, { node, rest }: Reached): Reached | undefined {
  const target = isAlias(node) ? node.resolve(document) : node;
  if (rest === '' || target === undefined) return undefined;
  if (isSeq(target)) return elementOf(target.items, rest);
  return isMap(target) ? fieldOf(target.items, rest) : undefined;
}

function elementOf(items: readonly unknown[], rest: string): Reached | undefined {
  const [head, index] = /^\[(\d+)\]/.exec(rest) ?? [];
  if (head === undefined) return undefined;
  const node = items[Number(index)];
  const offset = offsetOfNode(node);
  return offset === undefined ? undefined : { node, offset, rest: rest.slice(head.length) };
}

/** A key may hold dots and brackets itself, so the longest that fits is the one that is meant; of equal ones, the last counts. */
function fieldOf(pairs: readonly Pair[], rest: string): Reached | undefined {
  let found: Reached | undefined;
  for (const { key, value } of pairs) {
    const restAfter = isScalar(key) ? restAfterKey(String(key.value), rest) : undefined;
    const offset = offsetOfNode(key);
    if (restAfter === undefined || offset === undefined) continue;
    if (found === undefined || restAfter.length <= found.rest.length) found = { node: value, offset, rest: restAfter };
  }
  return found;
}

function restAfterKey(key: string, rest: string): string | undefined {
  const head = [`.${key}`, `[${key}]`].find((candidate) => rest.startsWith(candidate));
  if (head === undefined) return undefined;
  const restAfter = rest.slice(head.length);
  return /^(?:[.[]|$)/.test(restAfter) ? restAfter : undefined;
}

/** undefined for an absent value. */
export function offsetOfNode(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
