import type { FindingCode, Severity } from '../fargate/finding.ts';
import type { Suppressible, Suppressor } from './suppress.ts';

/** By code: another severity than that of the rules. */
export type Severities = ReadonlyMap<FindingCode, Severity | 'off'>;

/** The findings with the severities that the user has chosen, in their order. What is off keeps its own. */
export function withSeverities<Found extends Suppressible>(
  findings: readonly Found[],
  severities: Severities,
): readonly Found[] {
  if (severities.size === 0) return findings;
  return findings.map((found) => {
    const severity = severities.get(found.code) ?? 'off';
    return severity === 'off' ? found : { ...found, severity };
  });
}

/** Suppresses what is off. */
export function offSuppressor(severities: Severities): Suppressor {
  return {
    suppression: { by: 'severities', reason: 'off' },
    matches: ({ code }) => severities.get(code) === 'off',
  };
}
