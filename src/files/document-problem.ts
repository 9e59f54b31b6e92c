import { type Document, isAlias, isScalar, type Pair, type Scalar, visit, type YAMLMap } from 'yaml';
import { offsetOfNode } from './field-offset.ts';
import type { ReadOptions } from './text-document.ts';

/** What keeps a document that the parser took from being used. */
export interface DocumentProblem {
  /** One line. */
  readonly reason: string;
  /** In the text that was parsed. */
  readonly offset: number;
}

/** Far more than anybody writes. Each takes the library a walk over all anchors, so that many take it minutes. */
export const MOST_ALIASES = 1_000;

export function findDocumentProblem(document: Document, { repeatedKeys }: ReadOptions): DocumentProblem | undefined {
  let aliases = 0;
  let found: DocumentProblem | undefined;
  const stopAt = (problem: DocumentProblem | undefined) => {
    found = problem;
    return problem === undefined ? undefined : visit.BREAK;
  };
  visit(document, {
    Alias: (_, alias) => {
      aliases += 1;
      return stopAt(aliases > MOST_ALIASES ? problemAt(alias, `More than ${MOST_ALIASES} aliases`) : undefined);
    },
    Pair: (_, pair) => stopAt(checkKey(pair, document)),
    Map: (_, map) => stopAt(repeatedKeys === 'refused' ? findRepeatedKey(map) : undefined),
  });
  return found;
}

/** JSON has only texts for keys, and kubectl refuses what has no obvious text: a list, a map, or nothing at all. */
function checkKey({ key }: Pair, document: Document): DocumentProblem | undefined {
  const node = isAlias(key) ? key.resolve(document) : key;
  if (isScalar(node) && node.value !== null) return undefined;
  return problemAt(key, 'A map key must be a text, a number or a boolean');
}

/** The library's own check takes quadratic time. */
function findRepeatedKey({ items }: YAMLMap): DocumentProblem | undefined {
  const seen = new Set<string>();
  for (const { key } of items) {
    if (!isScalar(key) || isMergeKey(key)) continue;
    const text = String(key.value);
    if (seen.has(text)) return problemAt(key, 'Map keys must be unique');
    seen.add(text);
  }
  return undefined;
}

function isMergeKey({ value }: Scalar): boolean {
  return typeof value === 'symbol';
}

function problemAt(node: unknown, reason: string): DocumentProblem {
  return { reason, offset: offsetOfNode(node) ?? 0 };
}
