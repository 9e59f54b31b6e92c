/**
 * A namespace, label key or label value as a selector writes it: `*` stands for none, one or many characters, `?` for
 * exactly one, anywhere and in combination. There is no escape and no other wildcard; case counts; `*` crosses the `/`
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
  /** Takes at most text × pattern steps. */
  matches(text: string): boolean;
}

export function compilePattern(source: string): Pattern {
  const canonical = canonicalForm(source);
  const isExact = !canonical.includes('*') && !canonical.includes('?');
  const form = { canonical, isExact, minimumLength: canonical.replaceAll('*', '').length };
  return { ...form, matches: matcherOf(form) };
}

/**
 * Whether every text that `narrow` matches is matched by `wide`. May miss a cover that only holds because names are
 * limited in length or characters; never claims a false one.
 */
export function covers(wide: Pattern, narrow: Pattern): boolean {
  return wide.matches(narrow.canonical);
}

/** Whether two patterns differ in the literal text before their first, or behind their last wildcard: then no text matches both. */
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

/** What a wildcard text is held against has mostly another beginning, or is too short: that is seen without a search. */
function matcherOf({ canonical, isExact, minimumLength }: Omit<Pattern, 'matches'>): Pattern['matches'] {
  if (isExact) return (text) => text === canonical;
  if (canonical === '*') return () => true;
  const head = literalHead(canonical);
  const tail = literalTail(canonical);
  return (text) =>
    text.length >= minimumLength && text.startsWith(head) && text.endsWith(tail) && globMatches(canonical, text);
}

/** `*?*?` and `?*?` say the same: one form for both makes covers and equality see it, and leaves no run of stars. */
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

/**
 * Remembers only the last `*`: what stood before it has matched as early as it can, so going back further gains
 * nothing. That bounds the work to text × pattern.
 *
 * A `?` does not match the character `*`, which no Kubernetes name holds: so a pattern can be matched as a text, and
 * only a `*` takes its `*` ({@link covers}).
 */
function globMatches(pattern: string, text: string): boolean {
  let patternIndex = 0;
  let textIndex = 0;
  let afterStar = -1;
  let retryFrom = 0;
  while (textIndex < text.length) {
    const wanted = pattern.charCodeAt(patternIndex);
    const actual = text.charCodeAt(textIndex);
    if (wanted === STAR) {
      patternIndex += 1;
      afterStar = patternIndex;
      retryFrom = textIndex;
    } else if (patternIndex < pattern.length && characterMatches(wanted, actual)) {
      patternIndex += 1;
      textIndex += 1;
    } else if (afterStar >= 0) {
      retryFrom += 1;
      textIndex = retryFrom;
      patternIndex = afterStar;
    } else {
      return false;
    }
  }
  while (pattern.charCodeAt(patternIndex) === STAR) patternIndex += 1;
  return patternIndex === pattern.length;
}

function characterMatches(wanted: number, actual: number): boolean {
  return wanted === QUESTION_MARK ? actual !== STAR : wanted === actual;
}
