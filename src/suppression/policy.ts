import { type SuppressionRule, SuppressionRules } from './rules.ts';
import type { Severities } from './severities.ts';
import { offSuppressor } from './severities.ts';
import { type Suppressor, Usage } from './suppress.ts';

/** What a user has chosen to hide, beside what the objects themselves say. */
export interface SuppressionPolicy {
  readonly rules: SuppressionRules;
  /** Of the configuration file: the paths of rules begin at its folder. */
  readonly path: string | undefined;
  readonly severities: Severities;
  /** What is turned off. */
  readonly off: Suppressor;
  /** Whether a suppression that suppresses nothing is a finding. */
  readonly reportsUnused: boolean;
  /** Of all suppressors of one run. */
  readonly usage: Usage;
}

export interface PolicyChoice {
  readonly rules?: readonly SuppressionRule[];
  readonly path?: string | undefined;
  readonly severities?: Severities;
  readonly reportsUnused?: boolean;
}

export function createPolicy({
  rules = [],
  path,
  severities = new Map(),
  reportsUnused = false,
}: PolicyChoice): SuppressionPolicy {
  const off = offSuppressor(severities);
  return { rules: new SuppressionRules(rules), path, severities, off, reportsUnused, usage: new Usage() };
}
