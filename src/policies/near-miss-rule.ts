import {
  APPLICATION_NAMES,
  CONTROLLER_LABELS,
  describeIntent,
  IDENTITY_LABELS,
  namesApplication,
} from '../fargate/label-intent.ts';
import { nearMissMessage } from '../fargate/near-miss.ts';
import type { CompiledSelector, LabelPair, ProfileSet } from '../fargate/profile-set.ts';
import { allOf, firstCase, list, literal, literals, patternTest, type Variable } from './cel.ts';
import { isPossible, labelsTest, pairTest } from './matching-variables.ts';
import { filled } from './words.ts';
import { problem, type WorkloadRule } from './workload-rule.ts';

/**
 * Each pair takes some 1,500 characters. Above this number the policy would be too large, or the profiles so many that the
 * webhook is the better choice for near misses.
 */
export const MAX_NEAR_MISS_PAIRS = 250;

/** Why the author of a pod likely wants a pair that the pod lacks, and the words for it. */
interface Intent {
  readonly test: string;
  readonly text: string;
}

/**
 * Finds a selector that matches but for labels that likely are mistakes, as `checkNearMiss` does: CEL has no distance of
 * texts, so a misspelt letter is not found. What differs only in case and separators is, and so are all other cases.
 */
export function nearMissRule(profiles: ProfileSet): WorkloadRule {
  const code = 'near-miss';
  const names = nearMissVariables(profiles).map(({ name }) => `variables.${name}`);
  if (names.length === 0) return { code, problems: '[]' };
  const first = `(${names.join(' + ')})[?0]`;
  const text = problem(literal('metadata.labels'), `${first}.value()`);
  return {
    code,
    problems: `variables.placement == 'no-selector-matches' && ${first}.hasValue() ? [${text}] : []`,
  };
}

/** One for each ACTIVE profile with labels; none where there are too many pairs. */
export function nearMissVariables(profiles: ProfileSet): readonly Variable[] {
  if (!findsNearMisses(profiles)) return [];
  return profiles.compiled.flatMap(({ profile, selectors }, index) => {
    if (profile.status !== 'ACTIVE') return [];
    const found = selectors.flatMap((selector, selectorIndex) => {
      if (selector.labels.length === 0 || !isPossible(selector)) return [];
      const message = nearMissMessage({ profile: { name: '<<profile>>' }, selectorIndex }, '<<missing>>');
      const text = filled(message, { profile: literal(profile.name), missing: missingText(selector) });
      return [`(${isNear(selector)} ? [${text}] : [])`];
    });
    return found.length === 0 ? [] : [{ name: `near${index}`, expression: found.join(' +\n') }];
  });
}

export function findsNearMisses({ compiled }: ProfileSet): boolean {
  const pairs = compiled.flatMap(({ selectors }) => selectors.flatMap(({ labels }) => labels));
  return pairs.length <= MAX_NEAR_MISS_PAIRS;
}

/** Every pair matches or shows intent; or one is absent, and the others identify the pod. */
function isNear({ namespace, labels }: CompiledSelector): string {
  const all = labels.map(
    (pair) => `(${[pairTest(pair, WORKLOAD), ...intentsOf(pair).map(({ test }) => test)].join(' || ')})`,
  );
  const absent = labels.flatMap((pair) => absentTest(pair, labels) ?? []);
  return allOf([patternTest('request.namespace', namespace), `(${[`(${allOf(all)})`, ...absent].join(' || ')})`]);
}

const WORKLOAD = { hasComingLabels: true };

function absentTest(pair: LabelPair, labels: readonly LabelPair[]): string | undefined {
  const others = labels.filter((other) => other !== pair);
  if (!canBeIntended(pair) || IDENTITY_LABELS.has(pair.key)) return undefined;
  if (others.length < 2 && !others.some(namesApplication)) return undefined;
  const tests = others.map((other) => `(${pairTest(other, WORKLOAD)})`);
  return `(${allOf([isAbsent(pair.key), ...tests])})`;
}

/** As `intentOf` decides: a key with a wildcard shows no intent, and neither does a label of a controller. */
function canBeIntended({ key, keyPattern }: LabelPair): boolean {
  return keyPattern.isExact && !CONTROLLER_LABELS.has(key);
}

function isAbsent(key: string): string {
  return `!(${literal(key)} in variables.labels)`;
}

function intentsOf(pair: LabelPair): readonly Intent[] {
  if (!canBeIntended(pair)) return [];
  const { key } = pair;
  const onWorkload = {
    test: `(${isAbsent(key)} && ${labelsTest('variables.workloadLabels', pair)})`,
    text: literal(describeIntent({ kind: 'workload-label', pair })),
  };
  if (!pair.isExact) return [onWorkload];
  return [onWorkload, similarKey(pair), ...(IDENTITY_LABELS.has(key) ? [] : [similarValue(pair)])];
}

/** The value under another key for the name of an application, or under the same name with or without a prefix. */
function similarKey(pair: LabelPair): Intent {
  const { key, value } = pair;
  const isOtherName = APPLICATION_NAMES.has(key) ? [`key in ${literals(APPLICATION_NAMES)}`] : [];
  const isOtherPrefix = key.includes('/')
    ? `key == ${literal(key.slice(key.lastIndexOf('/') + 1))}`
    : `key.endsWith(${literal(`/${key}`)})`;
  const found = `variables.labels.filter(key, (${[...isOtherName, isOtherPrefix].join(' || ')}) && variables.labels[key] == ${literal(value)})`;
  const text = describeIntent({ kind: 'similar-key', pair, key: '<<found>>' });
  return { test: `(${isAbsent(key)} && ${found}.size() > 0)`, text: filled(text, { found: `${found}[0]` }) };
}

/** Only in case and in `-`, `_` and `.`. */
function similarValue(pair: LabelPair): Intent {
  const actual = `variables.labels[?${literal(pair.key)}].orValue('')`;
  const bare = `${actual}.lowerAscii().replace('-', '').replace('_', '').replace('.', '')`;
  const text = describeIntent({ kind: 'similar-value', pair, actual: '<<actual>>' });
  const wanted = pair.value.toLowerCase().replaceAll(/[-_.]/g, '');
  return { test: `(${bare} == ${literal(wanted)} && ${actual} != '')`, text: filled(text, { actual }) };
}

function missingText({ labels }: CompiledSelector): string {
  const texts = labels.map((pair) => {
    const cases = intentsOf(pair).map(({ test, text }) => [test, text] as const);
    const absent = literal(describeIntent({ kind: 'absent', pair }));
    return firstCase([[pairTest(pair, WORKLOAD), "''"], ...cases], absent);
  });
  return `${list(texts)}.filter(text, text != '').join(' and ')`;
}
