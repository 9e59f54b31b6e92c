import type { FindingCode } from '../fargate/finding.ts';
import type { Pattern } from '../fargate/pattern.ts';
import type { Suppressor } from './suppress.ts';

/** One suppression of the configuration. A field that is absent fits everything; of the parts of a field, one has to fit. */
export interface SuppressionRule {
  readonly codes: readonly FindingCode[];
  readonly kinds: readonly string[] | undefined;
  readonly namespaces: readonly Pattern[] | undefined;
  readonly names: readonly Pattern[] | undefined;
  /** Of files, with `/`, from the folder of the configuration file. */
  readonly paths: readonly Pattern[] | undefined;
  readonly reason: string;
  /** Where it is written: `.fargate-admission.yaml:12`. */
  readonly place: string;
}

/** The object that a rule is asked about. */
export interface RuleSubject {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
  /** Undefined for an object of a cluster, and for standard input: no path fits those. */
  readonly path: string | undefined;
}

/** The rules that concern an object, each as a suppressor. The same rule is the same suppressor for every object. */
export class SuppressionRules {
  readonly #rules: readonly (readonly [SuppressionRule, Suppressor])[];

  constructor(rules: readonly SuppressionRule[]) {
    this.#rules = rules.map((rule) => [rule, suppressorOf(rule)]);
  }

  of(subject: RuleSubject): readonly Suppressor[] {
    return this.#rules.filter(([rule]) => concerns(rule, subject)).map(([, suppressor]) => suppressor);
  }

  /** Those for which a test does not hold. */
  without(isUsed: (suppressor: Suppressor) => boolean): readonly SuppressionRule[] {
    return this.#rules.filter(([, suppressor]) => !isUsed(suppressor)).map(([rule]) => rule);
  }
}

function suppressorOf({ codes, reason }: SuppressionRule): Suppressor {
  const suppression = { by: 'configuration', reason } as const;
  return { suppression, matches: ({ code }) => codes.includes(code) };
}

function concerns({ kinds, namespaces, names, paths }: SuppressionRule, subject: RuleSubject): boolean {
  return (
    (kinds === undefined || kinds.includes(subject.kind)) &&
    fits(namespaces, subject.namespace) &&
    fits(names, subject.name) &&
    fits(paths, subject.path)
  );
}

function fits(patterns: readonly Pattern[] | undefined, text: string | undefined): boolean {
  if (patterns === undefined) return true;
  return text !== undefined && patterns.some((pattern) => pattern.matches(text));
}
