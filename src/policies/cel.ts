import type { Pattern } from '../fargate/pattern.ts';

/** One name of a policy for one expression: it is evaluated when it is first read, at most once a request. */
export interface Variable {
  readonly name: string;
  readonly expression: string;
}

/** Text as a CEL literal: whatever it contains, it stays one text. Source: CEL language definition, "String and Bytes Values". */
export function literal(text: string): string {
  return `'${[...text.toWellFormed()].map(escapeCharacter).join('')}'`;
}

function escapeCharacter(character: string): string {
  if (character === "'" || character === '\\') return `\\${character}`;
  if (character >= ' ' && character <= '~') return character;
  return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
}

export function list(items: readonly string[]): string {
  return `[${items.join(', ')}]`;
}

export function literals(texts: Iterable<string>): string {
  return list([...texts].map(literal));
}

/** Whether all tests hold. A test in it may be a disjunction. */
export function allOf(tests: readonly string[]): string {
  return tests.length === 0 ? 'true' : tests.join(' && ');
}

/** The result of the first case whose test holds. */
export function firstCase(cases: readonly (readonly [test: string, result: string])[], otherwise: string): string {
  return [...cases.map(([test, result]) => `${test} ? ${result} :`), otherwise].join('\n');
}

/** The parser of the API server takes 250 levels at most, and each case is one or more. */
const MAX_CASES = 50;

/** The position that belongs to the first test that holds; -1 where none does. */
export function firstPosition(cases: readonly (readonly [test: string, position: number])[]): string {
  const texts = chunks(cases).map((chunk) =>
    firstCase(
      chunk.map(([test, position]) => [test, String(position)]),
      '-1',
    ),
  );
  const [only = '-1', ...others] = texts;
  if (others.length === 0) return only;
  return `${list(texts.map((text) => `(${text})`))}.filter(position, position >= 0)[?0].orValue(-1)`;
}

/** No more than can be cases of one expression. */
export function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  const starts = Array.from({ length: Math.ceil(items.length / MAX_CASES) }, (_, index) => index * MAX_CASES);
  return starts.map((start) => items.slice(start, start + MAX_CASES));
}

/** Whether a text matches a pattern of a selector. The common patterns need no regular expression, which costs more. */
export function patternTest(subject: string, { canonical, isExact, minimumLength }: Pattern): string {
  if (isExact) return `${subject} == ${literal(canonical)}`;
  if (canonical === '*') return 'true';
  const text = canonical.replaceAll('*', '');
  if (text.length === minimumLength && canonical.length === text.length + 1 && !text.includes('?')) {
    if (canonical.endsWith('*')) return `${subject}.startsWith(${literal(text)})`;
    if (canonical.startsWith('*')) return `${subject}.endsWith(${literal(text)})`;
  }
  return `${subject}.matches(${literal(regularExpression(canonical))})`;
}

/** In the syntax of RE2, which CEL uses. */
export function regularExpression(canonical: string): string {
  return `^${canonical.replaceAll(METACHARACTER, '\\$&').replaceAll('?', '.').replaceAll('*', '.*')}$`;
}

const METACHARACTER = /[\\^$.|+()[\]{}]/g;
