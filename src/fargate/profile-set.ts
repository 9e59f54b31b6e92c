import { compilePattern, type Pattern } from './pattern.ts';
import type { FargateProfile, Selector, UnknownSelector } from './profile.ts';

/** All profiles of a cluster, compiled for matching once when they are loaded. Every review reads them. */
export interface ProfileSet {
  /** Sorted by name in byte order: the order in which EKS prefers them. */
  readonly profiles: readonly FargateProfile[];
  readonly compiled: readonly CompiledProfile[];
  readonly byName: ReadonlyMap<string, CompiledProfile>;
  /** The selectors with a part that is not known yet, in the order of their profiles. */
  readonly unknownSelectors: readonly CompiledUnknownSelector[];
  /** The steps to compare one character of a label with every pair that has a wildcard key. */
  readonly wildcardKeySteps: number;
  /** The profiles that have a selector for this namespace, with only those selectors. */
  inNamespace(namespace: string): readonly ProfileInNamespace[];
}

export interface CompiledUnknownSelector extends Pick<UnknownSelector, 'unknownFields'> {
  readonly profile: FargateProfile;
  readonly selector: CompiledSelector;
}

export interface ProfileInNamespace {
  readonly profile: FargateProfile;
  readonly selectors: readonly IndexedSelector[];
}

export interface IndexedSelector {
  /** Among all selectors of the profile. */
  readonly index: number;
  readonly selector: CompiledSelector;
}

export interface CompiledProfile {
  readonly profile: FargateProfile;
  /** In the order of the profile's own selectors. */
  readonly selectors: readonly CompiledSelector[];
}

export interface CompiledSelector {
  readonly namespace: Pattern;
  /** In the order of the profile. */
  readonly labels: readonly LabelPair[];
  /** The same, rarest among the profiles first, because a rare pair excludes a pod soonest. */
  readonly rarestFirst: readonly LabelPair[];
}

/** One label pair of a selector. */
export interface LabelPair {
  /** As the profile writes them. */
  readonly key: string;
  readonly value: string;
  readonly keyPattern: Pattern;
  readonly valuePattern: Pattern;
  /** Neither key nor value has a wildcard. */
  readonly isExact: boolean;
}

export function compileProfiles(profiles: readonly FargateProfile[]): ProfileSet {
  const sorted = profiles.toSorted((a, b) => compareNames(a.name, b.name));
  const uses = countPairs(sorted.flatMap(({ selectors }) => selectors));
  const compiled = sorted.map((profile) => ({
    profile,
    selectors: profile.selectors.map((selector) => compileSelector(selector, uses)),
  }));
  const byName = new Map(compiled.map((entry) => [entry.profile.name, entry]));
  const wildcardKeySteps = stepsOfWildcardKeys(compiled);
  return {
    profiles: sorted,
    compiled,
    byName,
    unknownSelectors: sorted.flatMap(compileUnknown),
    wildcardKeySteps,
    inNamespace: cacheByNamespace(compiled),
  };
}

function compileUnknown(profile: FargateProfile): readonly CompiledUnknownSelector[] {
  const { unknownSelectors = [] } = profile;
  return unknownSelectors.map((selector) => ({
    profile,
    selector: compileSelector(selector),
    unknownFields: selector.unknownFields,
  }));
}

/** A pair that several selectors have counts once, because it is compared once. */
function stepsOfWildcardKeys(compiled: readonly CompiledProfile[]): number {
  const steps = new Map<string, number>();
  for (const { selectors } of compiled) {
    for (const { key, value, keyPattern, valuePattern } of selectors.flatMap(({ labels }) => labels)) {
      if (keyPattern.isExact) continue;
      steps.set(pairText(key, value), Math.max(keyPattern.stepsPerCharacter, valuePattern.stepsPerCharacter));
    }
  }
  return [...steps.values()].reduce((sum, each) => sum + each, 0);
}

/** Clusters have fewer. With more, the cache starts again. */
const MAX_CACHED_NAMESPACES = 10_000;

/** Most pods come from a few namespaces, and most selectors are for others. */
function cacheByNamespace(compiled: readonly CompiledProfile[]): ProfileSet['inNamespace'] {
  const known = new Map<string, readonly ProfileInNamespace[]>();
  return (namespace) => {
    const found = known.get(namespace);
    if (found !== undefined) return found;
    const profiles = compiled.map((entry) => selectorsFor(namespace, entry)).filter(hasSelectors);
    if (known.size >= MAX_CACHED_NAMESPACES) known.clear();
    known.set(namespace, profiles);
    return profiles;
  };
}

function selectorsFor(namespace: string, { profile, selectors }: CompiledProfile): ProfileInNamespace {
  const indexed = selectors.map((selector, index) => ({ index, selector }));
  return { profile, selectors: indexed.filter(({ selector }) => selector.namespace.matches(namespace)) };
}

function hasSelectors({ selectors }: ProfileInNamespace): boolean {
  return selectors.length > 0;
}

/** How many selectors have each label pair. */
type PairUses = ReadonlyMap<string, number>;

export function compileSelector(selector: Selector, uses: PairUses = new Map()): CompiledSelector {
  const labels = [...selector.labels].map(compilePair);
  const usesOf = ({ key, value }: LabelPair): number => uses.get(pairText(key, value)) ?? 0;
  return {
    namespace: compilePattern(selector.namespace),
    labels,
    rarestFirst: labels.toSorted((a, b) => usesOf(a) - usesOf(b)),
  };
}

function countPairs(selectors: readonly Selector[]): PairUses {
  const uses = new Map<string, number>();
  for (const { labels } of selectors) {
    for (const [key, value] of labels) uses.set(pairText(key, value), (uses.get(pairText(key, value)) ?? 0) + 1);
  }
  return uses;
}

/** Two different pairs can have the same text. They are then counted together, which only makes the order worse. */
function pairText(key: string, value: string): string {
  return `${key}=${value}`;
}

function compilePair([key, value]: readonly [key: string, value: string]): LabelPair {
  const keyPattern = compilePattern(key);
  const valuePattern = compilePattern(value);
  return { key, value, keyPattern, valuePattern, isExact: keyPattern.isExact && valuePattern.isExact };
}

/** EKS only says "alphanumerically" (open). Names are ASCII, so code units are bytes. */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
