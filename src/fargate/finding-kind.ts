/** Worst first. error: EKS refuses it; warning: it will not work as meant; hint: worth knowing. */
export const SEVERITIES = ['error', 'warning', 'hint'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What every finding of one code has in common. */
export interface FindingKind {
  readonly severity: Severity;
  /** What is found, for the reference. */
  readonly title: string;
  /** What mends it, one line. */
  readonly fix: string;
}
