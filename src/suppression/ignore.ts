import { FINDINGS, type FindingCode, isFindingCode } from '../fargate/finding.ts';
import { nearestName } from '../fargate/nearest-name.ts';

/** What one annotation or one comment asks for. */
export interface Ignore {
  readonly codes: readonly FindingCode[];
  /** Words that are no code of a finding. */
  readonly unknown: readonly string[];
  /** Why; empty where nothing is said. */
  readonly reason: string;
}

/** More codes than there are, and few enough for a review. */
const MAX_CODES = 200;

/** `volume-claim, size-step`: each code once. */
export function parseIgnore(codes: string, reason = ''): Ignore {
  const words = codes.split(',', MAX_CODES).map((word) => word.trim());
  const wanted = [...new Set(words)].filter((word) => word !== '');
  return {
    codes: wanted.filter(isFindingCode),
    unknown: wanted.filter((word) => !isFindingCode(word)),
    reason: reason.trim(),
  };
}

/** Why a word is no code, and which one is meant. */
export function describeUnknown(word: string): string {
  const { name } = nearestName(word, ALL_CODES);
  const shown = word.length <= MAX_SHOWN ? word : `${word.slice(0, MAX_SHOWN)}…`;
  return `${JSON.stringify(shown)} is no code of a finding; the nearest is ${name}`;
}

export function describeUnused(code: FindingCode): string {
  return `${code} suppresses nothing here`;
}

const MAX_SHOWN = 60;
const ALL_CODES = Object.keys(FINDINGS);
