import type { WorkloadFindingCode } from '../fargate/workload-findings.ts';
import { literal } from './cel.ts';
import { type Example, type Values, wordsOf } from './words.ts';

/** How a policy finds what the rules find. */
export interface WorkloadRule {
  readonly code: WorkloadFindingCode;
  /** A list of texts `field: message`, one for each place where the rule is broken. */
  readonly problems: string;
}

interface ListRule {
  readonly code: WorkloadFindingCode;
  /** An expression with a list, read in `variables.boundSpecs` as `spec`. */
  readonly items: string;
  /** An expression in `item` and `index`. */
  readonly test: string;
  readonly example: Example;
  readonly values?: Values;
}

/** A rule on the pod as a whole, where Fargate takes it: `test` reads `spec`. */
export function specRule(code: WorkloadFindingCode, test: string, { spec, values }: SpecExample): WorkloadRule {
  const { field, message } = wordsOf(code, { spec }, values);
  return { code, problems: `variables.boundSpecs.filter(spec, ${test}).map(spec, ${problem(field, message)})` };
}

interface SpecExample {
  readonly spec: object;
  readonly values?: Values;
}

/** A rule on each element of a list of the pod's spec. */
export function itemRule({ code, items, test, example, values }: ListRule): WorkloadRule {
  const { field, message } = wordsOf(code, example, { index: 'string(index)', ...values });
  const found = `${items}.transformList(index, item, ${test}, ${problem(indexed(field), message)})`;
  return { code, problems: joined(`variables.boundSpecs.map(spec, ${found}.join('; '))`) };
}

/** A rule on each container of every list: `test` reads `place.container`. */
export function containerRule(
  code: WorkloadFindingCode,
  test: string,
  { container, values }: { readonly container: object; readonly values?: Values },
): WorkloadRule {
  const { field, message } = wordsOf(code, { spec: { containers: [container] } }, values);
  const place = `place.field + ${field.replace('spec.containers[0]', '')} + ': ' + ${message}`;
  return { code, problems: `variables.places.filter(place, ${test}).map(place, ${place})` };
}

/** A rule on each element of a list of each container. */
export function containerItemRule({ code, items, test, example, values }: ListRule): WorkloadRule {
  const { field, message } = wordsOf(code, example, values);
  const path = indexed(field.replace('spec.containers[0]', ''));
  const found = `${items}.transformList(index, item, ${test}, place.field + ${path} + ': ' + ${message})`;
  return { code, problems: joined(`variables.places.map(place, ${found}.join('; '))`) };
}

/** `field: message`, with the place of the pod in the object before it. */
export function problem(field: string, message: string): string {
  return `variables.prefix + ${field} + ': ' + ${message}`;
}

/** Both lists of problems. */
export function both(code: WorkloadFindingCode, ...rules: readonly WorkloadRule[]): WorkloadRule {
  return { code, problems: rules.map(({ problems }) => problems).join(' + ') };
}

export function joined(list: string): string {
  return `${list}.filter(text, text != '')`;
}

/** The element of the example is the first, and it is the last list in the path. */
function indexed(field: string): string {
  const at = field.lastIndexOf('[0]');
  return `${field.slice(0, at + 1)}' + string(index) + '${field.slice(at + 2)}`;
}

export function isOneOf(text: string, texts: Iterable<string>): string {
  return `${text} in [${[...texts].map(literal).join(', ')}]`;
}
