import { type Document, isMap, isScalar, Pair, type Scalar, visit, type YAMLMap } from 'yaml';
import { FLOW_COLON } from './plain-document.ts';

/**
 * In `[2001:db8::]` and `{a:, b: 1}`, kubectl takes the last colon as part of the text: for its library only white space
 * makes it the end of a key. The parser follows YAML 1.2, where a comma and a bracket do too.
 *
 * Source: sigs.k8s.io/yaml, goyaml.v2, `scannerc.go`, yaml_parser_scan_plain_scalar; read back from its decoder (seen).
 */
export function keepFlowColons(document: Document, text: string): void {
  if (!FLOW_COLON.test(text)) return;
  const withColon = (pair: Pair | undefined) => (pair === undefined ? undefined : keyWithColon(pair, text));
  visit(document, {
    Seq: (_, { items }) => {
      for (const [index, item] of items.entries()) {
        const key = isMap(item) && isBarePair(item, text) ? withColon(item.items[0]) : undefined;
        if (key !== undefined) items[index] = key;
      }
    },
    Map: (_, { items }) => {
      for (const [index, pair] of items.entries()) {
        const key = withColon(pair);
        if (key !== undefined) items[index] = new Pair(key, pair.value);
      }
    },
  });
}

/** `[a: 1]`, a map of one pair without its brackets. */
function isBarePair({ flow, items, range }: YAMLMap, text: string): boolean {
  return flow === true && items.length === 1 && text[range?.[0] ?? 0] !== '{';
}

/** The key as kubectl reads it, where it reads another. */
function keyWithColon({ key }: Pair, text: string): Scalar | undefined {
  if (!isScalar(key) || key.type !== 'PLAIN') return undefined;
  const end = key.range?.[1] ?? text.length;
  if (text[end] !== ':' || !/[,\]}]/.test(text[end + 1] ?? '')) return undefined;
  const scalar = key.clone();
  if (!isScalar(scalar)) return undefined;
  scalar.value = `${key.source}:`;
  return scalar;
}
