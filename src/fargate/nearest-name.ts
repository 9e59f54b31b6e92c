interface NearestName {
  readonly name: string;
  /** How many characters have to be added, removed or replaced (Levenshtein). */
  readonly distance: number;
}

/** Of known names, the one that a misspelt name is most likely for. */
export function nearestName(name: string, known: readonly string[]): NearestName {
  return known
    .map((candidate) => ({ name: candidate, distance: editDistance(name, candidate) }))
    .reduce((best, each) => (each.distance < best.distance ? each : best), { name: '', distance: Infinity });
}

/** Names are short; what is cut off of a long one makes no other name the nearest. */
const MAX_COMPARED = 100;

function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, character] of [...from.slice(0, MAX_COMPARED)].entries()) {
    const next = [index + 1];
    for (let column = 0; column < to.length; column += 1) {
      const replaced = (row[column] ?? 0) + (character === to[column] ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
