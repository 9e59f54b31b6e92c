import { type Finding, type FindingCode, isAtLeast, type Severity } from '../../fargate/finding.ts';
import { isBoundForFargate, type Prediction } from '../../fargate/prediction.ts';

/** Which findings a response warns of. All of them are counted and logged. */
export interface WarningChoice {
  /** The least severe. */
  readonly warnOn: Severity;
  readonly mutedCodes: ReadonlySet<FindingCode>;
}

export function isShown({ severity, code }: Finding, { warnOn, mutedCodes }: WarningChoice): boolean {
  return isAtLeast(severity, warnOn) && !mutedCodes.has(code);
}

/** One line for kubectl, without control characters: an item with one vanishes. */
export interface Warning {
  readonly text: string;
  /** Without what is the same for every finding of its code. */
  readonly shortText: string;
}

/**
 * Begins with kind and name, because kubectl prints equal texts once. What is specific (field and message) comes first,
 * what is generic (the fix) after it, so that the API server cuts the fix where it cuts; the code is in brackets.
 */
export function findingWarning(subject: string, { field, message, fix, code }: Finding): Warning {
  const specific = oneLine(`${subject}: ${field}: ${message}`);
  return { text: `${specific}; ${oneLine(fix)} [${code}]`, shortText: `${specific}; … [${code}]` };
}

/** Says why a pod goes to Fargate, beside why Fargate refuses it. */
export function withProfile(found: Finding, prediction: Prediction): Finding {
  if (found.severity !== 'error' || !isBoundForFargate(prediction)) return found;
  const profile = `Fargate profile ${prediction.kind === 'fargate' ? prediction.profile.name : prediction.profileName}`;
  if (found.message.includes(profile)) return found;
  return { ...found, message: `${found.message} (${profile} takes the pod)` };
}

/** Nothing is wrong: so there is no code. */
export function noticeWarning(subject: string, message: string): Warning {
  const text = oneLine(`${subject}: ${message}`);
  return { text, shortText: text };
}

/** More than anybody reads after a `kubectl apply`. */
const MAX_WARNINGS = 10;

/**
 * For all warnings of one response. The API server cuts each warning to 256 characters once all of a request, from all
 * webhooks and from the API server itself, exceed 4,096 characters (seen). A quarter of that is left to the others.
 */
export const MAX_WARNING_CHARACTERS = 3072;

/**
 * At most ten warnings and {@link MAX_WARNING_CHARACTERS}. Where that is too little, the last warnings, the least severe,
 * lose their fix first, then whole warnings are left out and counted. What is specific is never cut.
 */
export function fitWarnings(subject: string, warnings: readonly Warning[]): readonly string[] {
  const all = chooseWarnings(warnings, MAX_WARNING_CHARACTERS);
  if (all.length === warnings.length) return all;
  const some = chooseWarnings(warnings, MAX_WARNING_CHARACTERS - lengthOf(restText(subject, warnings.length)));
  return [...some, restText(subject, warnings.length - some.length)];
}

function chooseWarnings(warnings: readonly Warning[], characters: number): readonly string[] {
  let left = characters;
  const chosen: Warning[] = [];
  for (const warning of warnings) {
    const length = lengthOf(warning.shortText);
    if (chosen.length === MAX_WARNINGS || length > left) continue;
    chosen.push(warning);
    left -= length;
  }
  return chosen.map(({ text, shortText }) => {
    const fixLength = lengthOf(text) - lengthOf(shortText);
    if (fixLength > left) return shortText;
    left -= fixLength;
    return text;
  });
}

/** A kind and the longest name that Kubernetes allows. Source: Kubernetes, "Object Names and IDs": 253 and 63. */
const MAX_SUBJECT = 320;

function restText(subject: string, count: number): string {
  const name = [...oneLine(subject)].slice(0, MAX_SUBJECT).join('');
  return `${name}: +${count} more; "fargate-admission check -f FILE" shows all of them`;
}

/** Control and format characters, line and paragraph separators become spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').toWellFormed();
}

/** In characters as the API server counts them. */
function lengthOf(text: string): number {
  return [...text].length;
}
