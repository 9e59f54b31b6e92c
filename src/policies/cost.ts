import type { Pattern } from '../fargate/pattern.ts';
import type { CompiledProfile, LabelPair, ProfileSet } from '../fargate/profile-set.ts';
import { regularExpression } from './cel.ts';

/** Of one expression. Source: apiserver, `cel.PerCallLimit` of 1.36. */
const MAX_COST_OF_EXPRESSION = 1_000_000;

/** Of all expressions of a policy for one request. Source: apiserver, `cel.RuntimeCELCostBudget` of 1.36. */
const MAX_COST_OF_POLICY = 10_000_000;

/** A policy with messages reads every variable twice: for the validations, and again for the messages. */
const READS = 2;

/** More than pods have in practice, each with the longest name and value and a prefix of half the length that Kubernetes allows. */
export const COSTED_LABELS = 30;
const COSTED_KEY_CHARACTERS = 191;
const COSTED_VALUE_CHARACTERS = 63;

/**
 * Where a pod costs more than the API server spends, the failurePolicy decides, silently: the pod has no annotations
 * and the workload no warnings. Only a pair with a wildcard in its key is compared with every label of the pod.
 */
export function costProblems({ compiled }: ProfileSet): readonly string[] {
  const costs = compiled.map((profile) => ({ name: profile.profile.name, cost: costOf(profile) }));
  const total = costs.reduce((sum, { cost }) => sum + cost, 0) * READS;
  const fix = 'use exact label keys, or fewer selectors with a wildcard in a key';
  const pod = `a pod with ${COSTED_LABELS} labels may cost`;
  const expensive = costs.filter(({ cost }) => cost > MAX_COST_OF_EXPRESSION);
  return [
    ...expensive.map(
      ({ name, cost }) =>
        `profile ${name}: ${pod} ${cost} units, and the API server spends ${MAX_COST_OF_EXPRESSION} on one expression: ${fix}`,
    ),
    ...(expensive.length === 0 && total > MAX_COST_OF_POLICY
      ? [`the profiles: ${pod} ${total} units, and the API server spends ${MAX_COST_OF_POLICY} on one policy: ${fix}`]
      : []),
  ];
}

/** The most that the comparison with one pod costs. */
function costOf({ selectors }: CompiledProfile): number {
  const costs = selectors.flatMap(({ labels }) => labels.map(costOfPair));
  return costs.reduce((sum, cost) => sum + cost, 0);
}

function costOfPair({ keyPattern, valuePattern }: LabelPair): number {
  const value = costOfPattern(valuePattern, COSTED_VALUE_CHARACTERS);
  if (keyPattern.isExact) return STEPS + value;
  return COSTED_LABELS * (STEPS + costOfPattern(keyPattern, COSTED_KEY_CHARACTERS) + value);
}

/** What reads, compares and joins cost; measured, and rounded up. */
const STEPS = 8;

/** Source: cel-go, `interpreter` runtime cost of `matches`: a tenth of the text times a quarter of the expression. */
function costOfPattern(pattern: Pattern, characters: number): number {
  if (pattern.canonical === '*') return 0;
  if (pattern.isExact) return Math.ceil(characters / 10);
  return Math.ceil((characters + 1) / 10) * Math.ceil(regularExpression(pattern.canonical).length / 4);
}
