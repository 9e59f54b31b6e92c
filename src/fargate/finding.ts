import type { FieldPath } from './field-path.ts';
import { KIND_FINDINGS } from './kind-findings.ts';
import { PROFILE_FINDINGS } from './profile-findings.ts';
import { SUPPRESSION_FINDINGS } from './suppression-findings.ts';
import { WORKLOAD_FINDINGS } from './workload-findings.ts';

/** Worst first. error: EKS or Fargate rejects it; warning: it does not work as intended; hint: worth knowing. */
export const SEVERITIES = ['error', 'warning', 'hint'] as const;
export type Severity = (typeof SEVERITIES)[number];

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, hint: 2 };

/** Whether a severity is at or over another. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return RANK[severity] <= RANK[least];
}

/** Of one severity, those found first come first. */
export function worstFirst<Found extends { readonly severity: Severity }>(
  findings: readonly Found[],
): readonly Found[] {
  return findings.length < 2 ? findings : findings.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
}

/** What every finding of one code has in common. */
export interface FindingKind {
  readonly severity: Severity;
  /** What is found, for the reference. */
  readonly title: string;
  /** How to fix it, in one line. */
  readonly fix: string;
}

/** Every finding: webhook, command line, metrics and documentation read this table. A code never changes its meaning. */
export const FINDINGS: typeof PROFILE_FINDINGS &
  typeof WORKLOAD_FINDINGS &
  typeof KIND_FINDINGS &
  typeof SUPPRESSION_FINDINGS = {
  ...PROFILE_FINDINGS,
  ...WORKLOAD_FINDINGS,
  ...KIND_FINDINGS,
  ...SUPPRESSION_FINDINGS,
} satisfies Readonly<Record<string, FindingKind>>;

export type FindingCode = keyof typeof FINDINGS;

export function isFindingCode(text: string): text is FindingCode {
  return Object.hasOwn(FINDINGS, text);
}

/** One thing to report to a person about an object. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** In the object. */
  readonly field: FieldPath;
  /** What is wrong with the value in that field, in the way Kubernetes' own validation classes it. */
  readonly problem: Problem;
  /** One line, in EKS's own words where they are known. */
  readonly message: string;
  readonly fix: string;
}

/** Source: Kubernetes, apimachinery `field.ErrorType`. */
export type Problem =
  | { readonly kind: 'required' }
  | { readonly kind: 'invalid'; readonly value: string }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'duplicate'; readonly value: string }
  | { readonly kind: 'too-many'; readonly actual: number; readonly maximum: number }
  | { readonly kind: 'too-long'; readonly maximum: number };

/** A finding about a pod. The API server accepts the object, so the problem is never in the format of the field. */
export function podFinding(code: FindingCode, field: FieldPath, message: string): Finding {
  const { severity, fix } = FINDINGS[code];
  return { code, severity, field, problem: FORBIDDEN, message, fix };
}

const FORBIDDEN: Problem = { kind: 'forbidden' };

/** Adds a finding about a pod. `describe` returns its field and message, and runs only where they are needed. */
export type AddFinding = (code: FindingCode, describe: () => FieldAndMessage) => void;

export type FieldAndMessage = Pick<Finding, 'field' | 'message'>;

/** All that a check reports, in words. */
export function findingsOf(check: (add: AddFinding) => void): readonly Finding[] {
  const findings: Finding[] = [];
  check((code, describe) => {
    const { field, message } = describe();
    findings.push(podFinding(code, field, message));
  });
  return findings;
}

/** The codes of what a check reports, each once. */
export function codesOf(check: (add: AddFinding) => void): readonly FindingCode[] {
  const codes: FindingCode[] = [];
  check((code) => {
    if (!codes.includes(code)) codes.push(code);
  });
  return codes;
}

export function finding(code: FindingCode, about: Pick<Finding, 'field' | 'problem' | 'message'>): Finding {
  const { severity, fix } = FINDINGS[code];
  return { code, severity, ...about, fix };
}
