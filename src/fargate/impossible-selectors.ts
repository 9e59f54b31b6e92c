import { matchesSomeName, type NameLanguage } from './name-language.ts';
import { compilePattern } from './pattern.ts';
import type { FargateProfile, Selector } from './profile.ts';

/** A selector that no pod can ever match, in a profile that was loaded all the same. */
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

/** The first that is found is enough. */
function reasonOf({ namespace, labels }: Selector): string | undefined {
  if (isImpossible(namespace, 'namespace')) return describe('namespace', namespace);
  for (const [key, value] of labels) {
    if (isImpossible(key, 'label-key')) return describe('label key', key);
    if (isImpossible(value, 'label-value')) return describe('label value', value);
  }
  return undefined;
}

function isImpossible(pattern: string, language: NameLanguage): boolean {
  return !matchesSomeName(compilePattern(pattern), language);
}

/** What a shell or a template should have replaced is the commonest cause (seen: Karpenter's guide for Fargate). */
function describe(what: string, pattern: string): string {
  const hint = /\$[{(\w]|\{\{/.test(pattern) ? ': is it a variable that was not expanded?' : '';
  return `no ${what} can match ${JSON.stringify(pattern)}${hint}`;
}
