import type { UnknownSelector } from './profile.ts';

/**
 * A Fargate profile as somebody wants it, before EKS has checked it: each part with the path of the field it came from,
 * so that a finding can say where.
 */
export interface ProfileSpec {
  readonly name: NameSpec;
  /** Where the selectors can stand, the place that wins first. Never empty. */
  readonly selectorLists: readonly [SelectorListSpec, ...SelectorListSpec[]];
  readonly tags: readonly TagSpec[];
  /** Path of `tags`, for what is wrong with all of them. */
  readonly tagsField: string;
  readonly creation: Creation;
  readonly role: RoleSpec;
}

/**
 * expected: EKS gets to check all of it. possible: unless the controller finds the profile in EKS and adopts it, for
 * which nothing else has to be given. never: it only adopts or observes, and EKS's own selectors replace the given ones.
 */
export type Creation = 'expected' | 'possible' | 'never';

export interface NameSpec {
  readonly field: string;
  /** generated: whoever creates the profile chooses a name. */
  readonly source: 'given' | 'generated';
  readonly value: string;
}

export interface SelectorListSpec {
  readonly field: string;
  readonly selectors: readonly SelectorSpec[];
  /** Of which a part is not known yet; absent where there are none. */
  readonly unknown?: readonly UnknownSelector[];
}

export interface SelectorSpec {
  readonly field: string;
  /** Empty where it is missing. */
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
}

export interface TagSpec {
  readonly field: string;
  readonly key: string;
  readonly value: string;
}

export interface RoleSpec {
  readonly field: string;
  /** optional: the controller has a role of its own to fall back on. */
  readonly state: 'given' | 'missing' | 'optional';
  /** What says it in words: its ARN, its name or its path, each where it stands. */
  readonly texts: readonly RoleText[];
}

export interface RoleText {
  readonly field: string;
  readonly value: string;
}

/** The selectors that count: those of the first place that has any. */
export function effectiveSelectors({ selectorLists }: ProfileSpec): SelectorListSpec {
  return selectorLists.find(({ selectors, unknown = [] }) => selectors.length + unknown.length > 0) ?? selectorLists[0];
}
