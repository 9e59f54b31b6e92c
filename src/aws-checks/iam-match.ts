/**
 * Whether a text has the form of an IAM pattern: `*` for any characters, `?` for one. Goes back to the last `*` only, so that its time is
 * at most the product of both lengths.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let [at, place] = [0, 0];
  let star = -1;
  let afterStar = 0;
  while (at < text.length) {
    if (pattern[place] === '*') {
      star = place;
      place += 1;
      afterStar = at;
    } else if (pattern[place] === '?' || pattern[place] === text[at]) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      place = star + 1;
      afterStar += 1;
      at = afterStar;
    } else return false;
  }
  while (pattern[place] === '*') place += 1;
  return place === pattern.length;
}

/** Undefined for a pattern that is no ARN. Source: IAM User Guide, ARN condition operators: each of the six parts is compared by itself. */
export function matchesArn(pattern: string, arn: string): boolean | undefined {
  if (pattern === '*') return true;
  const [wanted, actual] = [arnParts(pattern), arnParts(arn)];
  if (wanted.length < ARN_PARTS) return undefined;
  return wanted.every((part, index) => matchesGlob(part, actual[index] ?? ''));
}

const ARN_PARTS = 6;

/** The last one may hold colons. */
function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  const last = parts.slice(ARN_PARTS - 1).join(':');
  return parts.length < ARN_PARTS ? parts : [...parts.slice(0, ARN_PARTS - 1), last];
}
