import type { Field } from '../../../documents/field.ts';
import { type FindingCode, isFindingCode, SEVERITIES, type Severity } from '../../../fargate/finding.ts';
import { compilePattern, type Pattern } from '../../../fargate/pattern.ts';
import { describeUnknown } from '../../../suppression/ignore.ts';
import type { SuppressionRule } from '../../../suppression/rules.ts';
import type { Severities } from '../../../suppression/severities.ts';
import type { ConfigurationReader } from './configuration-reader.ts';

export const RULE_KEYS = ['codes', 'kinds', 'namespaces', 'names', 'paths', 'reason'] as const;

/** A file has few, and each is compared with every object. */
const MAX_RULES = 1_000;

export function readSuppressions(list: Field, reader: ConfigurationReader): readonly SuppressionRule[] {
  if (!list.isPresent) return [];
  if (!Array.isArray(list.value)) {
    reader.reject(list, 'expected a list of suppressions');
    return [];
  }
  const rules = list.list();
  if (rules.length > MAX_RULES) reader.reject(list, `more than ${MAX_RULES} suppressions`);
  return rules.slice(0, MAX_RULES).map((rule) => readRule(rule, reader));
}

function readRule(rule: Field, reader: ConfigurationReader): SuppressionRule {
  const entries = reader.entries(rule, RULE_KEYS);
  const field = (key: (typeof RULE_KEYS)[number]) => entries.get(key);
  const codes = readCodes(field('codes'), reader);
  const reason = field('reason');
  const reasonText = reason === undefined ? '' : (reader.text(reason) ?? '').trim();
  if (field('codes') === undefined) reader.reject(rule, 'a suppression needs codes: those of the findings to suppress');
  if (reasonText === '') reader.reject(reason ?? rule, 'a suppression needs a reason');
  return {
    codes,
    kinds: readTexts(field('kinds'), reader),
    namespaces: readPatterns(field('namespaces'), reader),
    names: readPatterns(field('names'), reader),
    paths: readPatterns(field('paths'), reader),
    reason: reasonText,
    place: reader.placeOf(rule),
  };
}

function readCodes(field: Field | undefined, reader: ConfigurationReader): readonly FindingCode[] {
  const words = field === undefined ? [] : reader.texts(field);
  for (const [word, place] of words) if (!isFindingCode(word)) reader.reject(place, describeUnknown(word));
  return words.map(([word]) => word).filter(isFindingCode);
}

function readTexts(field: Field | undefined, reader: ConfigurationReader): readonly string[] | undefined {
  return field === undefined ? undefined : reader.texts(field).map(([text]) => text);
}

/** Longer than any name. A pattern takes time for each character of a name. */
const MAX_PATTERN_LENGTH = 500;

function readPatterns(field: Field | undefined, reader: ConfigurationReader): readonly Pattern[] | undefined {
  if (field === undefined) return undefined;
  const texts = reader.texts(field);
  const tooLong = texts.find(([text]) => text.length > MAX_PATTERN_LENGTH);
  if (tooLong !== undefined) reader.reject(tooLong[1], `a pattern has at most ${MAX_PATTERN_LENGTH} characters`);
  return texts.map(([text]) => compilePattern(text.slice(0, MAX_PATTERN_LENGTH)));
}

export const SEVERITY_WORDS = ['off', ...SEVERITIES] as const;

/** By code: another severity, or `off`, which kubectl reads as `false`. */
export function readSeverities(map: Field, reader: ConfigurationReader): Severities {
  const severities = new Map<FindingCode, Severity | 'off'>();
  for (const [code, field] of reader.anyEntries(map)) {
    const severity = SEVERITY_WORDS.find((word) => word === field.value || (word === 'off' && field.value === false));
    if (!isFindingCode(code)) reader.reject(field, describeUnknown(code));
    else if (severity === undefined) reader.reject(field, `expected one of ${SEVERITY_WORDS.join(', ')}`);
    else severities.set(code, severity);
  }
  return severities;
}
