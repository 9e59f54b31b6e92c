import type { overlap } from './name-language.ts';
import { compilePattern, covers } from './pattern.ts';
import type { Selector } from './profile.ts';
import type { CompiledSelector, LabelPair } from './profile-set.ts';

/** The same text for selectors that say the same: order of labels and spelling of wildcards play no part. */
export function selectorIdentity({ namespace, labels }: Selector): string {
  const pairs = [...labels].map(([key, value]) => [compilePattern(key).canonical, compilePattern(value).canonical]);
  return JSON.stringify([compilePattern(namespace).canonical, pairs.toSorted(comparePairs)]);
}

function comparePairs([a = '']: readonly string[], [b = '']: readonly string[]): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Whether every pod that `narrow` matches is matched by `wide`. May miss a cover, never claims a false one. */
export function selectorCovers(wide: CompiledSelector, narrow: CompiledSelector): boolean {
  if (!covers(wide.namespace, narrow.namespace)) return false;
  return wide.labels.every((pair) => narrow.labels.some((other) => pairCovers(pair, other)));
}

function pairCovers(wide: LabelPair, narrow: LabelPair): boolean {
  return covers(wide.keyPattern, narrow.keyPattern) && covers(wide.valuePattern, narrow.valuePattern);
}

/**
 * Whether some pod matches both. A pod can have a label for each pair, so only pairs with the same exact key can
 * exclude each other; that more wildcard keys than there are names run out of labels is not considered.
 */
export function selectorsOverlap(a: CompiledSelector, b: CompiledSelector, patternsOverlap: typeof overlap): boolean {
  if (!patternsOverlap(a.namespace, b.namespace, 'namespace')) return false;
  return a.labels.every((pair) => {
    const other = b.labels.find(({ key, keyPattern }) => keyPattern.isExact && key === pair.key);
    return other === undefined || patternsOverlap(pair.valuePattern, other.valuePattern, 'label-value');
  });
}
