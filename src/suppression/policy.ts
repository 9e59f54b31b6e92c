import { type SuppressionRule, SuppressionRules } from './rules.ts';
import type { Severities } from './severities.ts';
import { offSuppressor } from './severities.ts';
import { type Suppressor, Usage } from './suppress.ts';

/** What a user has chosen to hide, beside what the objects themselves say. */
export interface SuppressionPolicy {
  readonly rules: SuppressionRules;
  /** The path of a file as rules write it; undefined where no path fits. */
  readonly pathOf: PathOf;
  readonly severities: Severities;
  /** What is turned off. */
  readonly off: Suppressor;
  /** Whether a suppression that suppresses nothing is a finding. */
  readonly reportsUnused: boolean;
  /** Of all suppressors of one run. */
  readonly usage: Usage;
}

type PathOf = (file: string) => string | undefined;

export interface PolicyChoice {
  readonly rules?: { readonly list: readonly SuppressionRule[]; readonly pathOf: PathOf };
  readonly severities?: Severities;
  readonly reportsUnused?: boolean;
}

export function createPolicy({
  rules = { list: [], pathOf: () => undefined },
  severities = new Map(),
  reportsUnused = false,
}: PolicyChoice): SuppressionPolicy {
  const off = offSuppressor(severities);
  const { list, pathOf } = rules;
  return { rules: new SuppressionRules(list), pathOf, severities, off, reportsUnused, usage: new Usage() };
}
