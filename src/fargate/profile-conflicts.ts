import type { FieldPath } from './field-path.ts';
import { type Finding, finding } from './finding.ts';
import { overlap } from './name-language.ts';
import { endsDiffer } from './pattern.ts';
import type { FargateProfile } from './profile.ts';
import type { ProfileLimits } from './profile-rules.ts';
import { type CompiledProfile, compareNames, compileSelector, type ProfileSet } from './profile-set.ts';
import { effectiveSelectors, type ProfileSpec, type SelectorSpec } from './profile-spec.ts';
import { selectorCovers, selectorIdentity, selectorsOverlap } from './selectors.ts';

/**
 * How a profile without errors conflicts with the other profiles of its cluster. EKS accepts all of it.
 *
 * Source: EKS User Guide, fargate-profile: of several matching profiles, EKS uses the one whose name sorts first.
 */
export function checkAgainstOthers(spec: ProfileSpec, profiles: ProfileSet): readonly Finding[] {
  const name = spec.name.value;
  const others = profiles.compiled.filter(({ profile }) => profile.name !== name && willStay(profile));
  const comparison = { name, others, patternsOverlap: boundedOverlap() };
  return effectiveSelectors(spec).selectors.flatMap((selector) => checkAgainst(selector, comparison));
}

/** What prevents EKS from creating the profile now. */
export function checkCreation(
  spec: ProfileSpec,
  profiles: ProfileSet,
  { maxProfiles }: Pick<ProfileLimits, 'maxProfiles'>,
): readonly Finding[] {
  const { field, value } = spec.name;
  const findings: Finding[] = [];
  const existing = profiles.byName.get(value)?.profile;
  const problem = { kind: 'invalid', value } as const;
  if (existing !== undefined && identitiesOf(effectiveSelectors(spec).selectors) !== identitiesOf(existing.selectors)) {
    const message = 'A Fargate Profile already exists with this name in this cluster, and its selectors differ';
    findings.push(finding('profile-name-taken', { field, problem, message }));
  }
  const others = profiles.profiles.filter(({ name, status }) => name !== value && status !== 'DELETING');
  if (others.length >= maxProfiles) findings.push(tooManyProfiles(field, others.length + 1, maxProfiles));
  const pending = profiles.profiles.find(({ name, status }) => name !== value && isPending(status));
  if (pending !== undefined) {
    const message = `the cluster currently has Fargate profile ${pending.name} in status ${pending.status}`;
    findings.push(finding('profile-change-pending', { field, problem, message }));
  }
  return findings;
}

/** `actual` includes the profile whose name is in the field. Source: EKS User Guide, service quotas; the words are EKS's. */
export function tooManyProfiles(field: FieldPath, actual: number, maximum: number): Finding {
  const message = `Fargate Profile limit exceeded for cluster: ${actual} profiles exceed the quota of ${maximum}`;
  return finding('too-many-profiles', { field, problem: { kind: 'too-many', actual, maximum }, message });
}

/** `other`: where the profile of the same name is. Source: EKS API reference, CreateFargateProfile. */
export function duplicateName(field: FieldPath, name: string, other: string): Finding {
  const message = `the name is also that of the profile in ${other}, and a name is unique in a cluster`;
  return finding('profile-name-duplicate', { field, problem: { kind: 'duplicate', value: name }, message });
}

/** The same text for equal selectors in the same order. */
export function identitiesOf(selectors: FargateProfile['selectors']): string {
  return selectors.map(selectorIdentity).join('\n');
}

function isPending(status: FargateProfile['status']): boolean {
  return status === 'CREATING' || status === 'DELETING';
}

function willStay({ status }: FargateProfile): boolean {
  return status === 'ACTIVE' || status === 'CREATING';
}

/** A search takes less than a millisecond; this maximum keeps a review short for any profiles. */
const MAX_SEARCHES = 64;

/** Answers false once the searches are used up: this can miss a warning, but never invents one. */
function boundedOverlap(): typeof overlap {
  let searches = 0;
  return (a, b, language) => {
    if (endsDiffer(a, b)) return false;
    searches += 1;
    return searches <= MAX_SEARCHES && overlap(a, b, language);
  };
}

interface Comparison {
  readonly name: string;
  readonly others: readonly CompiledProfile[];
  readonly patternsOverlap: typeof overlap;
}

/** At most one finding per selector: the strongest relation to another profile. */
function checkAgainst(selector: SelectorSpec, comparison: Comparison): readonly Finding[] {
  const strongest =
    equalTo(selector, comparison) ?? coveredBy(selector, comparison) ?? overlapping(selector, comparison);
  return strongest === undefined ? [] : [strongest];
}

function equalTo(selector: SelectorSpec, { name, others }: Comparison): Finding | undefined {
  const identity = selectorIdentity(selector);
  const other = others.find(({ profile }) => profile.selectors.some((theirs) => selectorIdentity(theirs) === identity));
  if (other === undefined) return undefined;
  const otherName = other.profile.name;
  const winner = compareNames(otherName, name) < 0 ? otherName : 'this profile';
  const message = `profile ${otherName} has the same selector: all matching pods run on ${winner}, whose name sorts first`;
  return conflict('selector-equal', selector, message);
}

function coveredBy(selector: SelectorSpec, { name, others }: Comparison): Finding | undefined {
  const compiled = compileSelector(selector);
  const other = earlier(others, name).find(({ selectors }) =>
    selectors.some((theirs) => selectorCovers(theirs, compiled)),
  );
  if (other === undefined) return undefined;
  return conflict(
    'selector-covered',
    selector,
    `profile ${other.profile.name} matches all pods of this selector, and its name sorts first: the selector has no effect`,
  );
}

function overlapping(selector: SelectorSpec, { name, others, patternsOverlap }: Comparison): Finding | undefined {
  const compiled = compileSelector(selector);
  const other = earlier(others, name).find(({ selectors }) =>
    selectors.some((theirs) => selectorsOverlap(theirs, compiled, patternsOverlap)),
  );
  if (other === undefined) return undefined;
  return conflict(
    'selector-overlap',
    selector,
    `profile ${other.profile.name} matches some pods of this selector, and its name sorts first: these pods run on it`,
  );
}

function earlier(others: readonly CompiledProfile[], name: string): readonly CompiledProfile[] {
  return others.filter(({ profile }) => compareNames(profile.name, name) < 0);
}

type ConflictCode = 'selector-equal' | 'selector-covered' | 'selector-overlap';

function conflict(code: ConflictCode, { field, namespace }: SelectorSpec, message: string): Finding {
  return finding(code, { field, problem: { kind: 'invalid', value: namespace }, message });
}
