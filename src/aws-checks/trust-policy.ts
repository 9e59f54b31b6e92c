import { isObject } from '../documents/field.ts';
import { matchesArn, matchesGlob } from './iam-match.ts';

/** Whether a trust policy lets Fargate assume the role for a profile. */
export type Trust =
  | { readonly kind: 'trusts' }
  /** No statement allows it. */
  | { readonly kind: 'not-allowed' }
  /** A statement would, for another profile or cluster. */
  | { readonly kind: 'other-source'; readonly condition: string }
  /** It depends on what is not known here. */
  | { readonly kind: 'unclear'; readonly part: string };

export interface AssumeRoleRequest {
  /** Of the profile; undefined: not known. */
  readonly sourceArn: string | undefined;
}

/** Source: EKS User Guide, pod execution role. */
export const FARGATE_SERVICE = 'eks-fargate-pods.amazonaws.com';
const ASSUME_ROLE = 'sts:AssumeRole';

/** Source: IAM User Guide, policy evaluation logic: a denial wins, and one statement that allows is enough. */
export function evaluateTrust(policy: unknown, request: AssumeRoleRequest): Trust {
  if (!isObject(policy)) return { kind: 'unclear', part: 'the document' };
  const statements = listOf(policy['Statement']).filter(isObject);
  const about = statements.map((statement) => ({ statement, match: matchOf(statement, request) }));
  const denials = about.filter(({ statement }) => statement['Effect'] === 'Deny').map(({ match }) => match);
  if (denials.some(({ kind }) => kind === 'holds')) return { kind: 'not-allowed' };
  const unclearDenial = denials.find((match) => match.kind === 'unclear');
  if (unclearDenial !== undefined) return unclearDenial;
  const matches = about.filter(({ statement }) => statement['Effect'] === 'Allow').map(({ match }) => match);
  if (matches.some(({ kind }) => kind === 'holds')) return { kind: 'trusts' };
  const unclear = matches.find((match) => match.kind === 'unclear');
  const other = matches.find((match) => match.kind === 'other-source');
  return unclear ?? other ?? { kind: 'not-allowed' };
}

type Match =
  | { readonly kind: 'holds' }
  | { readonly kind: 'not-about-fargate' }
  | Extract<Trust, { kind: 'other-source' | 'unclear' }>;

type JsonObject = Readonly<Record<string, unknown>>;

function matchOf(statement: JsonObject, request: AssumeRoleRequest): Match {
  const inverted = ['NotPrincipal', 'NotAction'].find((key) => statement[key] !== undefined);
  if (inverted !== undefined) return { kind: 'unclear', part: inverted };
  const isAction = textsOf(statement['Action']).some((action) => matchesGlob(lower(action), lower(ASSUME_ROLE)));
  if (!isAction) return { kind: 'not-about-fargate' };
  const principal = statement['Principal'];
  if (isObject(principal) && textsOf(principal['AWS']).includes('*'))
    return { kind: 'unclear', part: 'Principal AWS *' };
  if (!namesFargate(principal)) return { kind: 'not-about-fargate' };
  const conditions = conditionsOf(statement['Condition']).map((condition) => evaluate(condition, request));
  return (
    conditions.find(({ kind }) => kind === 'other-source') ??
    conditions.find(({ kind }) => kind === 'unclear') ?? { kind: 'holds' }
  );
}

function namesFargate(principal: unknown): boolean {
  if (principal === '*') return true;
  return isObject(principal) && textsOf(principal['Service']).includes(FARGATE_SERVICE);
}

interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

function conditionsOf(block: unknown): readonly Condition[] {
  if (!isObject(block)) return [];
  return Object.entries(block).flatMap(([operator, keys]) =>
    isObject(keys) ? Object.entries(keys).map(([key, values]) => ({ operator, key, values: textsOf(values) })) : [],
  );
}

function evaluate({ operator, key, values }: Condition, { sourceArn }: AssumeRoleRequest): Match {
  const condition = `${operator} ${key} ${values.join(', ')}`;
  const unclear: Match = { kind: 'unclear', part: condition };
  const compare = COMPARISONS.get(lower(operator).replace('ifexists', ''));
  const hasVariable = values.some((value) => value.includes('${'));
  if (lower(key) !== 'aws:sourcearn' || sourceArn === undefined || compare === undefined || hasVariable) return unclear;
  const results = values.map((value) => compare(value, sourceArn));
  if (results.includes(true)) return { kind: 'holds' };
  return results.includes(undefined) ? unclear : { kind: 'other-source', condition };
}

/** Source: IAM User Guide, condition operators: ArnEquals and ArnLike are the same. */
const COMPARISONS: ReadonlyMap<string, (pattern: string, value: string) => boolean | undefined> = new Map([
  ['arnlike', matchesArn],
  ['arnequals', matchesArn],
  ['stringlike', matchesGlob],
  ['stringequals', (wanted, value) => wanted === value],
  ['stringequalsignorecase', (wanted, value) => lower(wanted) === lower(value)],
]);

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((text) => typeof text === 'string');
}

function lower(text: string): string {
  return text.toLowerCase();
}
