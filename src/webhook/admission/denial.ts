import type { Finding, Problem } from '../../fargate/finding.ts';
import type { Status, StatusCause } from './response.ts';
import { oneLine } from './warning.ts';

export interface DeniedObject {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/**
 * A denial as Kubernetes' own validation words it, so that kubectl prints each cause with its field. With several
 * failing objects, and in every other client, only the message is shown: so it repeats every cause (seen).
 */
export function invalid({ group, kind, name }: DeniedObject, errors: readonly Finding[]): Status {
  const causes = errors.slice(0, MAX_CAUSES).map(causeOf);
  const rest = errors.length - causes.length;
  const texts = causes.map(({ field, message }) => `${field}: ${message}`);
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `${kind} "${name}" is invalid: ${[...texts, ...(rest > 0 ? [`+${rest} more`] : [])].join('; ')}`,
    reason: 'Invalid',
    code: 422,
    details: { name, group, kind, causes },
  };
}

/** Of an object that is too large to be read: nothing is known of it but its name. */
export function tooLarge({ group, kind, name }: DeniedObject, problem: string): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: oneLine(`${kind} "${name}" cannot be checked: ${problem}; make the object smaller`),
    reason: 'RequestEntityTooLarge',
    code: 413,
    details: { name, group, kind, causes: [] },
  };
}

/** More than a person fixes at once, and few enough for the API server's log. */
const MAX_CAUSES = 50;

function causeOf(error: Finding): StatusCause {
  const { reason, words } = classOf(error.problem);
  return {
    reason,
    message: oneLine(`${words}: ${error.message}; ${error.fix} [${error.code}]`),
    field: oneLine(error.field.toString()),
  };
}

interface ProblemClass {
  /** metav1.CauseType. */
  readonly reason: string;
  readonly words: string;
}

/** Source: Kubernetes, apimachinery `field.Error`: the same words for the same class of problem. */
function classOf(problem: Problem): ProblemClass {
  switch (problem.kind) {
    case 'required':
      return { reason: 'FieldValueRequired', words: 'Required value' };
    case 'forbidden':
      return { reason: 'FieldValueForbidden', words: 'Forbidden' };
    case 'invalid':
      return { reason: 'FieldValueInvalid', words: `Invalid value: ${quoted(problem.value)}` };
    case 'duplicate':
      return { reason: 'FieldValueDuplicate', words: `Duplicate value: ${quoted(problem.value)}` };
    case 'too-many':
      return {
        reason: 'FieldValueTooMany',
        words: `Too many: ${problem.actual}: must have at most ${problem.maximum} items`,
      };
    case 'too-long':
      return { reason: 'FieldValueTooLong', words: `Too long: may not be more than ${problem.maximum} characters` };
  }
}

const MAX_VALUE_LENGTH = 128;

function quoted(value: string): string {
  const isLong = value.length > MAX_VALUE_LENGTH;
  return JSON.stringify(isLong ? `${value.slice(0, MAX_VALUE_LENGTH)}…` : value);
}
