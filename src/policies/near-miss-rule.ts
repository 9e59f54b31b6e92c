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

/** Each pair takes some 1,000 characters. Above this number the profiles are so many that the webhook is the better choice. */
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
  const names = nearVariables(profiles).map(({ name }) => `variables.${name}`);
  if (names.length === 0) return { code, problems: '[]' };
  const first = `(${names.join(' + ')})[?0]`;
  const text = problem(literal('metadata.labels'), `${first}.value()`);
  return {
    code,
    problems: `variables.placement == 'no-selector-matches' && ${first}.hasValue() ? [${text}] : []`,
  };
}

/** One for each pair, and one for each ACTIVE profile with labels; none where there are too many pairs. */
export function nearMissVariables(profiles: ProfileSet): readonly Variable[] {
  const variables = nearVariables(profiles);
  if (variables.length === 0) return [];
  return [...[...pairsOf(profiles).values()].map(pairVariable), ...variables];
}

function nearVariables(profiles: ProfileSet): readonly Variable[] {
  if (!findsNearMisses(profiles)) return [];
  const pairs = pairsOf(profiles);
  return profiles.compiled.flatMap(({ profile, selectors }, index) => {
    if (profile.status !== 'ACTIVE') return [];
    const found = selectors.flatMap((selector, selectorIndex) => {
      if (selector.labels.length === 0 || !isPossible(selector)) return [];
      const message = nearMissMessage({ profile: { name: '<<profile>>' }, selectorIndex }, '<<missing>>');
      const labels = selector.labels.map((pair) => pairs.get(pairIdentity(pair)) ?? { pair, name: '' });
      const text = filled(message, { profile: literal(profile.name), missing: missingText(labels) });
      return [`(${isNear(selector, labels)} ? [${text}] : [])`];
    });
    return found.length === 0 ? [] : [{ name: `near${index}`, expression: found.join(' +\n') }];
  });
}

/** A pair of a selector that the pod is compared with once, whatever the number of selectors that have it. */
interface ComparedPair {
  readonly pair: LabelPair;
  /** Of the variable. */
  readonly name: string;
}

function pairsOf({ compiled }: ProfileSet): ReadonlyMap<string, ComparedPair> {
  const pairs = compiled.flatMap(({ selectors }) => selectors.flatMap(({ labels }) => labels));
  const distinct = new Map(pairs.map((pair) => [pairIdentity(pair), pair]));
  return new Map([...distinct].map(([identity, pair], index) => [identity, { pair, name: `variables.pair${index}` }]));
}

function pairIdentity({ key, value }: LabelPair): string {
  return JSON.stringify([key, value]);
}

/** What the pod has in place of the pair: empty where it has the pair, and this where nothing shows that it is meant. */
const NOT_MEANT = literal('-');

/**
 * In a variable of its own, because the API server needs more than twice the time to compile twice the text. Within one
 * expression for each profile, 10 profiles × 5 selectors × 5 labels took longer than the API server gives a request.
 */
function pairVariable({ pair, name }: ComparedPair): Variable {
  const meant = intentsOf(pair).map(({ test, text }) => [test, text] as const);
  return {
    name: name.replace('variables.', ''),
    expression: firstCase([[pairTest(pair, WORKLOAD), "''"], ...meant], NOT_MEANT),
  };
}

export function findsNearMisses({ compiled }: ProfileSet): boolean {
  const pairs = compiled.flatMap(({ selectors }) => selectors.flatMap(({ labels }) => labels));
  return pairs.length <= MAX_NEAR_MISS_PAIRS;
}

/** Every pair matches or shows intent; or one is absent, and the others identify the pod. */
function isNear({ namespace }: CompiledSelector, labels: readonly ComparedPair[]): string {
  const all = labels.map(({ name }) => `${name} != ${NOT_MEANT}`);
  const absent = labels.flatMap((compared) => absentTest(compared, labels) ?? []);
  return allOf([patternTest('request.namespace', namespace), `(${[`(${allOf(all)})`, ...absent].join(' || ')})`]);
}

const WORKLOAD = { hasComingLabels: true };

function absentTest({ pair }: ComparedPair, labels: readonly ComparedPair[]): string | undefined {
  const others = labels.filter((other) => other.pair !== pair);
  if (!canBeIntended(pair) || IDENTITY_LABELS.has(pair.key)) return undefined;
  if (others.length < 2 && !others.some((other) => namesApplication(other.pair))) return undefined;
  return `(${allOf([isAbsent(pair.key), ...others.map(({ name }) => `${name} == ''`)])})`;
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

function missingText(labels: readonly ComparedPair[]): string {
  const texts = labels.map(
    ({ pair, name }) => `${name} == ${NOT_MEANT} ? ${literal(describeIntent({ kind: 'absent', pair }))} : ${name}`,
  );
  return `${list(texts)}.filter(text, text != '').join(' and ')`;
}
