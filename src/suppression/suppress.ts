import type { FindingCode, Severity } from '../fargate/finding.ts';

/** Why a finding is hidden on purpose. */
export interface Suppression {
  readonly by: SuppressedBy;
  /** Empty where nothing is said. */
  readonly reason: string;
}

/** `severities`: the configuration has turned the code off. */
export const SUPPRESSED_BY = ['annotation', 'comment', 'configuration', 'severities', 'baseline'] as const;
export type SuppressedBy = (typeof SUPPRESSED_BY)[number];

/** A finding, as far as a suppression depends on it. */
export interface Suppressible {
  readonly code: FindingCode;
  readonly severity: Severity;
}

/** One thing that suppresses findings of an object. */
export interface Suppressor {
  readonly suppression: Suppression;
  matches(finding: Suppressible): boolean;
}

export interface Split<Found extends Suppressible> {
  /** Worst first. */
  readonly shown: readonly Found[];
  readonly suppressed: readonly (Found & { readonly suppression: Suppression })[];
}

/** Remembers which suppressors suppress findings of which codes. Each that fits counts, so that their order does not matter. */
export class Usage {
  readonly #codes = new Map<Suppressor, Set<FindingCode>>();

  add(suppressor: Suppressor, code: FindingCode): void {
    const codes = this.#codes.get(suppressor) ?? new Set();
    this.#codes.set(suppressor, codes.add(code));
  }

  isUsed(suppressor: Suppressor): boolean {
    return this.#codes.has(suppressor);
  }

  isUsedFor(suppressor: Suppressor, code: FindingCode): boolean {
    return this.#codes.get(suppressor)?.has(code) === true;
  }
}

/** Parts the findings of one object. The reason that is shown is that of the first suppressor that fits. */
export function split<Found extends Suppressible>(
  findings: readonly Found[],
  suppressorsFor: (finding: Found) => readonly Suppressor[],
  usage: Usage = new Usage(),
): Split<Found> {
  const shown: Found[] = [];
  const suppressed: Split<Found>['suppressed'][number][] = [];
  for (const found of findings) {
    const fitting = suppressorsFor(found).filter((suppressor) => suppressor.matches(found));
    for (const suppressor of fitting) usage.add(suppressor, found.code);
    const [first] = fitting;
    if (first === undefined) shown.push(found);
    else suppressed.push({ ...found, suppression: first.suppression });
  }
  return { shown, suppressed };
}

export function codeSuppressor(codes: readonly FindingCode[], suppression: Suppression): Suppressor {
  return { suppression, matches: ({ code }) => codes.includes(code) };
}

const SOURCES: Readonly<Record<SuppressedBy, string>> = {
  annotation: 'an annotation',
  comment: 'a comment',
  configuration: 'a rule of the configuration file',
  severities: 'the severities of the configuration file',
  baseline: 'the baseline',
};

/** `suppressed by an annotation: bound to EFS` */
export function describeSuppression({ by, reason }: Suppression): string {
  return `suppressed by ${SOURCES[by]}${reason === '' ? '' : `: ${reason}`}`;
}
