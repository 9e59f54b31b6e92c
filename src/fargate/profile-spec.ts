import type { FieldPath } from './field-path.ts';
import type { UnknownSelector } from './profile.ts';

/**
 * A Fargate profile as a user declares it, before EKS checks it. Each part has the path of its field, so that a finding
 * can say where.
 */
export interface ProfileSpec {
  readonly name: NameSpec;
  /** The places that can have the selectors, in order of precedence. Never empty. */
  readonly selectorLists: readonly [SelectorListSpec, ...SelectorListSpec[]];
  readonly tags: readonly TagSpec[];
  /** Path of `tags`, for findings about all of them. */
  readonly tagsField: FieldPath;
  readonly creation: Creation;
  readonly role: RoleSpec;
  /** IDs; absent where not all of them are known. */
  readonly subnets?: readonly string[];
}

/**
 * - `expected`: the controller creates the profile, and EKS checks all of it.
 * - `possible`: the controller creates the profile unless it finds it in EKS and adopts it. Adoption needs only the name.
 * - `never`: the controller only adopts or observes, and EKS's own selectors replace the declared ones.
 */
export type Creation = 'expected' | 'possible' | 'never';

export interface NameSpec {
  readonly field: FieldPath;
  /** generated: the controller chooses a name when it creates the profile. */
  readonly source: 'given' | 'generated';
  readonly value: string;
}

export interface SelectorListSpec {
  readonly field: FieldPath;
  readonly selectors: readonly SelectorSpec[];
  /** Selectors with a part that is not known yet; absent where there are none. */
  readonly unknown?: readonly UnknownSelector[];
}

export interface SelectorSpec {
  readonly field: FieldPath;
  /** Empty where there is none. */
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
  /** Where its parts are; absent where they have the names of the EKS API. */
  readonly places?: SelectorPlaces;
}

export interface SelectorPlaces {
  readonly namespace: FieldPath;
  readonly labels: FieldPath;
  /** Of the value of a label, by its key. */
  readonly values: ReadonlyMap<string, FieldPath>;
}

export function namespaceField({ field, places }: SelectorSpec): FieldPath {
  return places?.namespace ?? field.to('namespace');
}

export function labelsField({ field, places }: SelectorSpec): FieldPath {
  return places?.labels ?? field.to('labels');
}

export function labelValueField(selector: SelectorSpec, key: string): FieldPath {
  return selector.places?.values.get(key) ?? labelsField(selector).to({ key });
}

export interface TagSpec {
  readonly field: FieldPath;
  readonly key: string;
  readonly value: string;
}

export interface RoleSpec {
  readonly field: FieldPath;
  /** optional: the controller has a default role. */
  readonly state: 'given' | 'missing' | 'optional';
  /** The values that name the role: its ARN, its name or its path, each with its field. */
  readonly texts: readonly RoleText[];
}

export interface RoleText {
  readonly field: FieldPath;
  readonly value: string;
}

/** The selectors that take effect: those of the first place that has any. */
export function effectiveSelectors({ selectorLists }: ProfileSpec): SelectorListSpec {
  return selectorLists.find(({ selectors, unknown = [] }) => selectors.length + unknown.length > 0) ?? selectorLists[0];
}
