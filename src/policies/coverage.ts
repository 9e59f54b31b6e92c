import { FINDINGS, type FindingCode, type FindingKind } from '../fargate/finding.ts';
import { PROFILE_FINDINGS } from '../fargate/profile-findings.ts';
import { compileProfiles } from '../fargate/profile-set.ts';
import { workloadRules } from './workload-policy.ts';

/** How much of what the webhook finds the policies find. */
export interface Coverage {
  readonly code: string;
  readonly severity: FindingKind['severity'];
  readonly covered: 'yes' | 'in part' | 'no';
  /** What differs; empty where nothing does. */
  readonly difference: string;
}

/** Of every finding in the registry, in its order. */
export function coverage(): readonly Coverage[] {
  const compiled = new Set<string>(workloadRules(compileProfiles([])).map(({ code }) => code));
  return Object.entries(FINDINGS).map(([code, { severity }]) => ({
    code,
    severity,
    ...coverageOf(code, severity, compiled),
  }));
}

function coverageOf(
  code: string,
  severity: FindingKind['severity'],
  compiled: ReadonlySet<string>,
): Pick<Coverage, 'covered' | 'difference'> {
  const part = IN_PART.get(code);
  if (part !== undefined) return { covered: 'in part', difference: part };
  if (compiled.has(code)) return { covered: 'yes', difference: '' };
  if (!Object.hasOwn(PROFILE_FINDINGS, code)) return { covered: 'no', difference: notCompiled(severity) };
  if (severity === 'error') return { covered: 'yes', difference: '' };
  return { covered: 'no', difference: 'the policy on profiles denies, and has no warnings' };
}

function notCompiled(severity: FindingKind['severity']): string {
  return severity === 'hint'
    ? 'hints are not compiled; the webhook does not show them by default'
    : 'a suppression that names no code suppresses nothing, and the policies do not say so';
}

const NEAREST = 'does not say which part of the selector does not match';
const LENGTH = 'a pattern with wildcards that is impossible only by its length passes';

const IN_PART: ReadonlyMap<string, string> = new Map<FindingCode, string>([
  [
    'near-miss',
    'misspelt letters are not found; case, separators, prefixes and labels on the workload only are; not with more than 250 label pairs',
  ],
  ['profile-not-matching', NEAREST],
  ['fargate-scheduler', NEAREST],
  ['selector-namespace-impossible', LENGTH],
  ['label-key-impossible', LENGTH],
  ['label-value-impossible', LENGTH],
]);
