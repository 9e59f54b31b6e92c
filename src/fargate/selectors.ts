import { matchesSomeName, type NameLanguage, type overlap } from './name-language.ts';
import { compilePattern, covers } from './pattern.ts';
import type { FargateProfile, Selector } from './profile.ts';
import type { CompiledSelector, LabelPair } from './profile-set.ts';

/** The same text for equal selectors: the order of labels and the spelling of wildcards do not matter. */
export function selectorIdentity({ namespace, labels }: Selector): string {
  const pairs = [...labels].map(([key, value]) => [compilePattern(key).canonical, compilePattern(value).canonical]);
  return JSON.stringify([compilePattern(namespace).canonical, pairs.toSorted(comparePairs)]);
}

function comparePairs([a = '']: readonly string[], [b = '']: readonly string[]): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Whether every pod that `narrow` matches is matched by `wide`. Can miss a cover, but never claims a false one. */
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

/** A selector of a loaded profile that no pod can match. */
export interface ImpossibleSelector {
  readonly profileName: string;
  readonly selectorIndex: number;
  /** One line. */
  readonly reason: string;
}

export function impossibleSelectors(profiles: readonly FargateProfile[]): readonly ImpossibleSelector[] {
  return profiles.flatMap(({ name: profileName, selectors }) =>
    selectors.flatMap((selector, selectorIndex) => {
      const reason = reasonOf(selector);
      return reason === undefined ? [] : [{ profileName, selectorIndex, reason }];
    }),
  );
}

/** The first reason is enough. */
function reasonOf({ namespace, labels }: Selector): string | undefined {
  if (isImpossible(namespace, 'namespace')) return describe('namespace', namespace);
  for (const [key, value] of labels) {
    if (isImpossible(key, 'label-key')) return describe('label key', key);
    if (isImpossible(value, 'label-value')) return describe('label value', value);
  }
  return undefined;
}

/** Whether no name that Kubernetes accepts matches the pattern. */
export function isImpossible(pattern: string, language: NameLanguage): boolean {
  return !matchesSomeName(compilePattern(pattern), language);
}

/** The most common cause is a variable that a shell or a template did not replace (seen: Karpenter's guide for Fargate). */
function describe(what: string, pattern: string): string {
  const hint = /\$[{(\w]|\{\{/.test(pattern) ? ': it looks like a variable that was not expanded' : '';
  return `no ${what} can match ${JSON.stringify(pattern)}${hint}`;
}
