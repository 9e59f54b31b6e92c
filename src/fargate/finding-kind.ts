/** error: EKS refuses it; warning: it will not work as meant; hint: worth knowing. */
export type Severity = 'error' | 'warning' | 'hint';

/** What every finding of one code has in common. */
export interface FindingKind {
  readonly severity: Severity;
  /** What is found, for the README's table. */
  readonly title: string;
  /** What mends it, one line. */
  readonly fix: string;
}
