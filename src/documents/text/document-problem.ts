import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
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
export const MAX_ALIASES = 1_000;

/** Each entry that a merge key brings is copied. A file of 1 MB could ask for billions. */
export const MAX_MERGED_ENTRIES = 100_000;

export function findDocumentProblem(document: Document, { repeatedKeys }: ReadOptions): DocumentProblem | undefined {
  const targets = new AliasTargets();
  const merged = new MergedEntries(targets);
  let found: DocumentProblem | undefined;
  const stopAt = (problem: DocumentProblem | undefined) => {
    found = problem;
    return problem === undefined ? undefined : visit.BREAK;
  };
  visit(document, {
    Alias: (_, alias) => stopAt(targets.addAlias(alias)),
    Scalar: (_, scalar) => targets.addAnchor(scalar),
    Seq: (_, sequence) => targets.addAnchor(sequence),
    Map: (_, map) => {
      targets.addAnchor(map);
      return stopAt(repeatedKeys === 'refused' ? findRepeatedKey(map) : undefined);
    },
  });
  if (found !== undefined) return found;
  visit(document, {
    Pair: (_, pair) => stopAt(checkKey(pair, targets)),
    Map: (_, map) => stopAt(merged.findExcess(map)),
  });
  return found;
}

/** The nodes that aliases stand for, found in one walk: the library walks over the whole document for each. */
class AliasTargets {
  readonly #anchors = new Map<string, unknown>();
  readonly #targets = new Map<Alias, unknown>();

  addAnchor(node: Scalar | YAMLMap | YAMLSeq): void {
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
  }

  addAlias(alias: Alias): DocumentProblem | undefined {
    this.#targets.set(alias, this.#anchors.get(alias.source));
    return this.#targets.size > MAX_ALIASES ? problemAt(alias, `More than ${MAX_ALIASES} aliases`) : undefined;
  }

  /** The node itself where it is no alias. */
  follow(node: unknown): unknown {
    return isAlias(node) ? this.#targets.get(node) : node;
  }
}

/** How much merge keys copy, with what the merged maps copy themselves. */
class MergedEntries {
  readonly #targets: AliasTargets;
  readonly #counts = new Map<YAMLMap, number>();
  #total = 0;

  constructor(targets: AliasTargets) {
    this.#targets = targets;
  }

  findExcess(map: YAMLMap): DocumentProblem | undefined {
    const merge = map.items.find(({ key }) => isMergeKey(key));
    if (merge === undefined) return undefined;
    this.#total += this.#count(map) - map.items.length;
    if (this.#total <= MAX_MERGED_ENTRIES) return undefined;
    return problemAt(merge.key, `Merge keys bring more than ${MAX_MERGED_ENTRIES} entries`);
  }

  /** Entries of the map, merged ones among them. */
  #count(map: YAMLMap): number {
    const known = this.#counts.get(map);
    if (known !== undefined) return known;
    // A map that merges itself has an end.
    this.#counts.set(map, 0);
    let count = map.items.length;
    for (const { key, value } of map.items) {
      if (isMergeKey(key)) count += this.#countSource(this.#targets.follow(value));
    }
    this.#counts.set(map, count);
    return count;
  }

  #countSource(source: unknown): number {
    if (isMap(source)) return this.#count(source);
    if (!isSeq(source)) return 0;
    let count = 0;
    for (const item of source.items) {
      const target = this.#targets.follow(item);
      if (isMap(target)) count += this.#count(target);
    }
    return count;
  }
}

/** JSON has only texts for keys, and kubectl refuses what has no obvious text: a list, a map, or nothing at all. */
function checkKey({ key }: Pair, targets: AliasTargets): DocumentProblem | undefined {
  const node = targets.follow(key);
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

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && typeof key.value === 'symbol';
}

function problemAt(node: unknown, reason: string): DocumentProblem {
  return { reason, offset: offsetOfNode(node) ?? 0 };
}
