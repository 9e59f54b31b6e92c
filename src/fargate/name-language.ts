import { compilePattern, endsDiffer, type Pattern } from './pattern.ts';

/** The names that a part of a selector can match. Source: Kubernetes, validation of namespaces and labels. */
export type NameLanguage = 'namespace' | 'label-key' | 'label-value';

/** Whether any name of the language matches the pattern. Exact. */
export function matchesSomeName(pattern: Pattern, language: NameLanguage): boolean {
  return overlap(pattern, ANY, language);
}

/**
 * Whether some name of the language matches both patterns. Exact: the product of the two patterns and of the
 * language's own rules on characters and length is searched for a shortest name.
 */
export function overlap(a: Pattern, b: Pattern, language: NameLanguage): boolean {
  if (Math.max(a.minimumLength, b.minimumLength) > MAX_NAME_LENGTHS[language] || endsDiffer(a, b)) return false;
  if (language === 'namespace') return holdsName(search(a, b, DNS_LABEL), 1, 63);
  if (language === 'label-value') return holdsName(search(a, b, LABEL_NAME), 0, 63);
  return keysOverlap(a, b);
}

/** In characters. Longer patterns are not searched, so a long pattern costs no more than a long name. */
export const MAX_NAME_LENGTHS: Readonly<Record<NameLanguage, number>> = {
  namespace: 63,
  'label-value': 63,
  'label-key': 253 + 1 + 63,
};

/** The rule for one run of characters: which character may follow in which state. */
type Step = (state: State, character: number) => State | typeof DEAD;

/** MUST_BE_ALPHANUMERIC: at the start, or after a dot of a DNS name. A name must end in ALPHANUMERIC. */
const MUST_BE_ALPHANUMERIC = 0;
const ALPHANUMERIC = 1;
const PUNCTUATION = 2;
const STATES = 3;
const DEAD = -1;
type State = typeof MUST_BE_ALPHANUMERIC | typeof ALPHANUMERIC | typeof PUNCTUATION;
/** ALPHANUMERIC last: where both patterns are at a star, the other two lead to it within the same cell. */
const ALL_STATES: readonly State[] = [MUST_BE_ALPHANUMERIC, PUNCTUATION, ALPHANUMERIC];

const STAR = 42;
const QUESTION_MARK = 63;
const HYPHEN = 45;
const DOT = 46;
const SLASH = 47;
const UNDERSCORE = 95;
/** The character that a wildcard represents in the search: a letter is allowed everywhere, so no other finds more. */
const LETTER = 97;
const UNREACHED = 0xffff;
const ANY = compilePattern('*');

const DNS_LABEL: Step = (state, character) => {
  if (isLowerAlphanumeric(character)) return ALPHANUMERIC;
  return character === HYPHEN && state !== MUST_BE_ALPHANUMERIC ? PUNCTUATION : DEAD;
};

const DNS_SUBDOMAIN: Step = (state, character) =>
  character === DOT && state === ALPHANUMERIC ? MUST_BE_ALPHANUMERIC : DNS_LABEL(state, character);

const LABEL_NAME: Step = (state, character) => {
  if (isLowerAlphanumeric(character) || (character >= 65 && character <= 90)) return ALPHANUMERIC;
  const isPunctuation = character === HYPHEN || character === UNDERSCORE || character === DOT;
  return isPunctuation && state !== MUST_BE_ALPHANUMERIC ? PUNCTUATION : DEAD;
};

function isLowerAlphanumeric(character: number): boolean {
  return (character >= 97 && character <= 122) || (character >= 48 && character <= 57);
}

/** The name of a key, or a DNS subdomain of up to 253 characters, a slash and the name. */
function keysOverlap(a: Pattern, b: Pattern): boolean {
  const prefixes = search(a, b, DNS_SUBDOMAIN);
  return holdsName(search(a, b, LABEL_NAME, cellsAfterSlash(prefixes)), 1, 63);
}

/** The length of a shortest run of characters for each (position in a, position in b, state). */
interface Reach {
  readonly a: string;
  readonly b: string;
  readonly shortest: Uint16Array;
}

/** A cell is a pair of positions: `aIndex * (b.length + 1) + bIndex`. */
function search(a: Pattern, b: Pattern, step: Step, starts: readonly number[] = []): Reach {
  const reach = emptyReach(a.canonical, b.canonical);
  for (const cell of [0, ...starts]) reach.shortest[cell * STATES + MUST_BE_ALPHANUMERIC] = 0;
  // A move goes forward in a or in b, or stays where both are at a star: so this order sees each cell complete.
  for (let aIndex = 0; aIndex <= reach.a.length; aIndex += 1) {
    for (let bIndex = 0; bIndex <= reach.b.length; bIndex += 1) leaveCell(reach, step, aIndex, bIndex);
  }
  return reach;
}

function emptyReach(a: string, b: string): Reach {
  return { a, b, shortest: new Uint16Array((a.length + 1) * (b.length + 1) * STATES).fill(UNREACHED) };
}

function leaveCell(reach: Reach, step: Step, aIndex: number, bIndex: number): void {
  const { a, b, shortest } = reach;
  const cell = aIndex * (b.length + 1) + bIndex;
  const down = cell + b.length + 1;
  const right = cell + 1;
  const staysInA = a.charCodeAt(aIndex) === STAR;
  const staysInB = b.charCodeAt(bIndex) === STAR;
  const character = commonCharacter(a.charCodeAt(aIndex), b.charCodeAt(bIndex));
  if (character !== undefined) {
    const next = (staysInA ? cell : down) + (staysInB ? 0 : 1);
    takeCharacter(shortest, cell, next, (state) => step(state, character));
  }
  if (staysInA) copyLengths(shortest, cell, down);
  if (staysInB) copyLengths(shortest, cell, right);
}

function takeCharacter(shortest: Uint16Array, cell: number, next: number, step: (state: State) => number): void {
  for (const state of ALL_STATES) {
    const length = shortest[cell * STATES + state] ?? UNREACHED;
    const after = length === UNREACHED ? DEAD : step(state);
    if (after !== DEAD) improve(shortest, next * STATES + after, length + 1);
  }
}

/** A star also matches no character. */
function copyLengths(shortest: Uint16Array, from: number, to: number): void {
  for (const state of ALL_STATES) improve(shortest, to * STATES + state, shortest[from * STATES + state] ?? UNREACHED);
}

function improve(shortest: Uint16Array, index: number, length: number): void {
  if (length < (shortest[index] ?? 0)) shortest[index] = length;
}

/** The character that both sides can match next; undefined where one has ended or the two differ. */
function commonCharacter(a: number, b: number): number | undefined {
  if (Number.isNaN(a) || Number.isNaN(b)) return undefined;
  if (isWildcard(a)) return isWildcard(b) ? LETTER : b;
  return isWildcard(b) || a === b ? a : undefined;
}

function isWildcard(character: number): boolean {
  return character === STAR || character === QUESTION_MARK;
}

function cellsAfterSlash({ a, b, shortest }: Reach): number[] {
  const width = b.length + 1;
  const cells: number[] = [];
  for (let cell = 0; cell < shortest.length / STATES; cell += 1) {
    const length = shortest[cell * STATES + ALPHANUMERIC] ?? UNREACHED;
    const wantedByA = a.charCodeAt(Math.floor(cell / width));
    const wantedByB = b.charCodeAt(cell % width);
    if (length > 253 || !takesSlash(wantedByA) || !takesSlash(wantedByB)) continue;
    cells.push(cell + (wantedByA === STAR ? 0 : width) + (wantedByB === STAR ? 0 : 1));
  }
  return cells;
}

function takesSlash(character: number): boolean {
  return character === SLASH || isWildcard(character);
}

function holdsName({ shortest }: Reach, minimum: 0 | 1, maximum: number): boolean {
  const last = shortest.length - STATES;
  const isEmptyAllowed = minimum === 0 && shortest[last + MUST_BE_ALPHANUMERIC] === 0;
  return isEmptyAllowed || (shortest[last + ALPHANUMERIC] ?? UNREACHED) <= maximum;
}
