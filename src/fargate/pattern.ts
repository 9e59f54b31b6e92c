/**
 * A namespace, label key or label value of a selector: `*` matches none, one or many characters, `?` matches exactly one,
 * anywhere and in combination. There is no escape and no other wildcard; case counts; `*` crosses the `/`
 * of a label key (the last two are open: AWS does not document them).
 *
 * Source: EKS User Guide, fargate-profile, wildcards.
 */
export interface Pattern {
  /** In canonical form: runs of wildcards are written `?`s first, then at most one `*`. */
  readonly canonical: string;
  readonly isExact: boolean;
  /** Of the shortest text that it matches. */
  readonly minimumLength: number;
  /** Takes about {@link Pattern.stepsPerCharacter} steps for each character of the text. */
  matches(text: string): boolean;
  /** 1, except for a pattern with a `?` between two `*`. */
  readonly stepsPerCharacter: number;
}

export function compilePattern(source: string): Pattern {
  const canonical = canonicalForm(source);
  const isExact = !canonical.includes('*') && !canonical.includes('?');
  const form = { canonical, isExact, minimumLength: canonical.replaceAll('*', '').length };
  return { ...form, stepsPerCharacter: stepsPerCharacter(canonical), matches: matcherOf(form) };
}

/**
 * Whether `wide` matches every text that `narrow` matches. Can miss a cover that exists only because names are limited in
 * length or characters, but never claims a false one.
 */
export function covers(wide: Pattern, narrow: Pattern): boolean {
  return wide.matches(narrow.canonical);
}

/** Whether two patterns differ in the literal text before their first or after their last wildcard: then no text matches both. */
export function endsDiffer(a: Pattern, b: Pattern): boolean {
  if (a.isExact || b.isExact) return a.isExact ? !b.matches(a.canonical) : !a.matches(b.canonical);
  const [headOfA, headOfB] = [literalHead(a.canonical), literalHead(b.canonical)];
  const [tailOfA, tailOfB] = [literalTail(a.canonical), literalTail(b.canonical)];
  const headsAgree = headOfA.startsWith(headOfB) || headOfB.startsWith(headOfA);
  const tailsAgree = tailOfA.endsWith(tailOfB) || tailOfB.endsWith(tailOfA);
  return !headsAgree || !tailsAgree;
}

function literalHead(canonical: string): string {
  return canonical.slice(0, canonical.search(WILDCARD));
}

function literalTail(canonical: string): string {
  return canonical.slice(Math.max(canonical.lastIndexOf('*'), canonical.lastIndexOf('?')) + 1);
}

const WILDCARD = /[*?]/;
const STAR = 42;
const QUESTION_MARK = 63;

/**
 * A chunk is the part between two `*`, or between a `*` and an end. The first begins the text and the last one ends it. Each other chunk is matched at its first occurrence after the
 * previous one: a later occurrence leaves less room for the rest, so none is tried twice.
 *
 * A `?` does not match the character `*`, which no Kubernetes name contains. So a pattern can itself be matched as a text,
 * and only a `*` matches its `*` ({@link covers}).
 */
function matcherOf({
  canonical,
  isExact,
  minimumLength,
}: Pick<Pattern, 'canonical' | 'isExact' | 'minimumLength'>): Pattern['matches'] {
  if (isExact) return (text) => text === canonical;
  if (canonical === '*') return () => true;
  const [head = '', ...others] = canonical.split('*');
  const tail = others.pop();
  if (tail === undefined) return (text) => text.length === minimumLength && isAt(head, text, 0);
  return (text) => {
    const end = text.length - tail.length;
    if (text.length < minimumLength || !isAt(head, text, 0) || !isAt(tail, text, end)) return false;
    return others.length === 0 || holdsInOrder(text.slice(head.length, end), others);
  };
}

/** The chunks are texts and not objects with functions: a pattern of 63 characters has up to 32, and a cluster thousands of patterns. */
function holdsInOrder(text: string, chunks: readonly string[]): boolean {
  let from = 0;
  for (const chunk of chunks) {
    const index = indexOfChunk(chunk, text, from);
    if (index < 0) return false;
    from = index + chunk.length;
  }
  return true;
}

function isAt(chunk: string, text: string, index: number): boolean {
  return chunk.includes('?') ? matchesAt(chunk, text, index) : text.startsWith(chunk, index);
}

/** -1 where the chunk does not occur from there on. */
function indexOfChunk(chunk: string, text: string, from: number): number {
  if (!chunk.includes('?')) return text.indexOf(chunk, from);
  const last = text.length - chunk.length;
  for (let index = from; index <= last; index += 1) if (matchesAt(chunk, text, index)) return index;
  return -1;
}

function matchesAt(chunk: string, text: string, start: number): boolean {
  for (let index = 0; index < chunk.length; index += 1) {
    if (!characterMatches(chunk.charCodeAt(index), text.charCodeAt(start + index))) return false;
  }
  return true;
}

function stepsPerCharacter(canonical: string): number {
  const searched = canonical.split('*').slice(1, -1);
  return searched.reduce((most, chunk) => (chunk.includes('?') ? Math.max(most, chunk.length) : most), 1);
}

/** `*?*?` and `?*?` match the same texts. One form for both lets covers and equality compare them, and leaves no run of stars. */
function canonicalForm(source: string): string {
  let result = '';
  let pendingStar = false;
  for (const character of source) {
    if (character === '*') {
      pendingStar = true;
      continue;
    }
    if (character !== '?' && pendingStar) {
      result += '*';
      pendingStar = false;
    }
    result += character;
  }
  return pendingStar ? `${result}*` : result;
}

function characterMatches(wanted: number, actual: number): boolean {
  return wanted === QUESTION_MARK ? actual !== STAR : wanted === actual;
}
