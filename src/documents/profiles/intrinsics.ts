import type { Field } from '../field.ts';
import { UNKNOWN } from './unknown.ts';

/**
 * The value of a property, with what its template says about it: `Ref` to a parameter is its default. Every other
 * function is not known here, and neither is what CloudFormation looks up elsewhere. Undefined: there is no such
 * property.
 *
 * Source: CloudFormation User Guide, "Intrinsic function reference", "Parameters" and "Dynamic references".
 */
export function resolve(value: unknown, template: Field): unknown {
  if (typeof value === 'string') return value.includes('{{resolve:') ? UNKNOWN : value;
  // CloudFormation makes a text of a number and of a boolean where it needs one.
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map((element) => resolve(element, template));
  if (typeof value !== 'object' || value === null) return value;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const [only] = entries;
  if (only !== undefined && entries.length === 1 && isFunction(only[0])) return call(only[0], only[1], template);
  const resolved = entries.map(([key, part]) => [key, resolve(part, template)] as const);
  // A loop or a transformation adds keys that are not known.
  if (entries.some(([key]) => key.startsWith('Fn::'))) return UNKNOWN;
  return Object.fromEntries(resolved.filter(([, part]) => part !== undefined));
}

function isFunction(key: string): boolean {
  return key === 'Ref' || key.startsWith('Fn::');
}

function call(name: string, argument: unknown, template: Field): unknown {
  if (name === 'Fn::Sub' && typeof argument === 'string' && !argument.includes('${')) return argument;
  if (name !== 'Ref' || typeof argument !== 'string') return UNKNOWN;
  return argument === 'AWS::NoValue' ? undefined : defaultOf(template.get('Parameters').get(argument));
}

/** That of an SSM parameter is its name, that of a list is several values, and a secret is not to be shown. */
function defaultOf(parameter: Field): unknown {
  if (!parameter.isPresent) return UNKNOWN;
  const { value } = parameter.get('Default');
  const type = parameter.get('Type').value;
  const isText = typeof type === 'string' && !NO_TEXT.some((prefix) => type.startsWith(prefix));
  const isSecret = String(parameter.get('NoEcho').value) === 'true';
  if (!isText || isSecret || value === undefined || value === null || typeof value === 'object') return UNKNOWN;
  return String(value);
}

const NO_TEXT: readonly string[] = ['AWS::SSM::', 'List<', 'CommaDelimitedList'];
