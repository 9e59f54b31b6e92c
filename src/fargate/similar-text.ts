/** Of a label value, and of the name in a label key. Source: Kubernetes, "Labels and Selectors". */
const MAX_LENGTH = 63;

/**
 * Whether one of two different label values, or names in label keys, is likely a misspelling of the other. It is when they differ
 *
 * - only in case and in `-`, `_` and `.`: `front-end` and `FrontEnd`,
 * - or, in what is left without the words that both begin or end with, by a plural, by two letters swapped, or by a
 *   Damerau-Levenshtein distance of 1 from {@link ONE_EDIT} letters and of 2 from {@link TWO_EDITS}.
 *
 * It is not when their digits differ, when what is left begins with another letter, or when one has a word that the
 * other lacks: `team-a` and `team-b`, `zone-1` and `zone-2`, `reader` and `leader`, `web` and `web-api`.
 */
export function isSimilar(a: string, b: string): boolean {
  if (a === b || a.length > MAX_LENGTH || b.length > MAX_LENGTH) return false;
  const [wordsOfA, wordsOfB] = [wordsOf(a), wordsOf(b)];
  if (wordsOfA.length === 0 || wordsOfB.length === 0) return false;
  if (wordsOfA.join('') === wordsOfB.join('')) return true;
  if (a.replace(NO_DIGIT, '') !== b.replace(NO_DIGIT, '')) return false;
  return isTypo(...differing(wordsOfA, wordsOfB));
}

/** One edit in a shorter text makes another word too often: `cart` and `card`. */
const ONE_EDIT = 5;
const TWO_EDITS = 10;
/** Two swapped letters, or a plural, are a misspelling in shorter texts too. */
const SWAP_OR_PLURAL = 3;

const SEPARATOR = /[-_.]+/;
const NO_DIGIT = /\D/g;

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(SEPARATOR)
    .filter((word) => word !== '');
}

/** Without the words that both begin with, and those that both end with. */
function differing(a: readonly string[], b: readonly string[]): [string, string] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return [a.slice(start, a.length - end).join(''), b.slice(start, b.length - end).join('')];
}

function isTypo(a: string, b: string): boolean {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  if (shorter.length < SWAP_OR_PLURAL || shorter[0] !== longer[0]) return false;
  if (longer === `${shorter}s` || longer === `${shorter}es` || isSwap(a, b)) return true;
  if (shorter.length < ONE_EDIT) return false;
  return isWithin(shorter.length < TWO_EDITS ? 1 : 2, shorter, longer);
}

function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** Whether the Damerau-Levenshtein distance (optimal string alignment) is at most this. */
function isWithin(most: number, a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > most) return false;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, b.length) <= most;
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
