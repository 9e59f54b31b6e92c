import type { CompiledProfile, CompiledSelector, LabelPair } from '../fargate/profile-set.ts';
import { isImpossible } from '../fargate/selectors.ts';
import { allOf, firstPosition, literal, patternTest, type Variable } from './cel.ts';

/** What selectors compare, as the expressions of a policy name it. */
export interface MatchedPod {
  /** Whether a controller adds labels later: then `variables.comingLabels` has their keys. */
  readonly hasComingLabels: boolean;
}

/** Of the first selector that matches; -1 where none does. */
export function selectorVariable(index: number): string {
  return `variables.selector${index}`;
}

/**
 * One variable for each profile. CEL reads each only where the decision gets to it, and an expression of its own keeps each
 * far below the 100,000 characters that the API server takes.
 */
export function matchingVariables(profiles: readonly CompiledProfile[], pod: MatchedPod): readonly Variable[] {
  return profiles.map(({ selectors }, index) => ({
    name: `selector${index}`,
    expression: firstPosition(
      selectors.flatMap((selector, position) => {
        const test = selectorTest(selector, pod);
        return test === undefined ? [] : [[test, position] as const];
      }),
    ),
  }));
}

/** Undefined for a selector that matches no pod: its text need not be in the policy. */
function selectorTest({ namespace, labels }: CompiledSelector, pod: MatchedPod): string | undefined {
  if (!isPossible({ namespace, labels })) return undefined;
  const tests = [patternTest('request.namespace', namespace), ...labels.map((pair) => pairTest(pair, pod))];
  return allOf(tests.filter((test) => test !== 'true'));
}

/** Whether some pod can match. */
export function isPossible({ namespace, labels }: Pick<CompiledSelector, 'namespace' | 'labels'>): boolean {
  return !isImpossible(namespace.canonical, 'namespace') && !labels.some(isImpossiblePair);
}

function isImpossiblePair({ key, value }: LabelPair): boolean {
  return isImpossible(key, 'label-key') || isImpossible(value, 'label-value');
}

/** As `pairMatches` compares a pair with the labels of a pod. */
export function pairTest(pair: LabelPair, { hasComingLabels }: MatchedPod): string {
  const own = labelsTest('variables.labels', pair);
  if (!hasComingLabels || pair.valuePattern.canonical !== '*') return own;
  return `(${own} || variables.comingLabels.exists(key, ${patternTest('key', pair.keyPattern)}))`;
}

/** Whether one of the labels has both the key and the value. */
export function labelsTest(labels: string, { key, keyPattern, value, valuePattern, isExact }: LabelPair): string {
  if (!keyPattern.isExact) {
    const tests = [patternTest('key', keyPattern), patternTest(`${labels}[key]`, valuePattern)];
    return `${labels}.exists(key, ${allOf(tests.filter((test) => test !== 'true'))})`;
  }
  if (isExact && value !== '') return `${labels}[?${literal(key)}].orValue('') == ${literal(value)}`;
  const test = patternTest(`${labels}[${literal(key)}]`, valuePattern);
  const isThere = `${literal(key)} in ${labels}`;
  return test === 'true' ? isThere : `${isThere} && ${test}`;
}
