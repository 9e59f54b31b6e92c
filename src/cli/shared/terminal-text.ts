import { styleText } from 'node:util';
import type { Result } from '../../audit/result.ts';
import type { Amount } from '../../fargate/cost.ts';
import type { Severity } from '../../fargate/finding.ts';
import { printableJsonText } from '../../telemetry/printable-json.ts';
import type { Terminal } from './command.ts';

export type Tone = 'good' | 'bad' | 'warning' | 'hint' | 'strong' | 'faint';

/** Colours a text for one terminal; leaves it as it is where no colour is wanted. */
export type Paint = (tone: Tone, text: string) => string;

/** Colour only where a person looks, and not against their wish. Source: no-color.org. */
export function paintFor({ environment, outputIsTerminal }: Pick<Terminal, 'environment' | 'outputIsTerminal'>): Paint {
  const isUnwanted = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  if (!outputIsTerminal || isUnwanted) return (_tone, text) => text;
  return (tone, text) => styleText(STYLES[tone], text, { validateStream: false });
}

const STYLES = {
  good: 'green',
  bad: 'red',
  warning: 'yellow',
  hint: 'cyan',
  strong: 'bold',
  faint: 'dim',
} as const satisfies Readonly<Record<Tone, Parameters<typeof styleText>[0]>>;

export const SEVERITY_TONES: Readonly<Record<Severity, Tone>> = { error: 'bad', warning: 'warning', hint: 'hint' };

export const RESULT_TONES: Readonly<Record<Result, Tone>> = {
  error: 'bad',
  fail: 'bad',
  warn: 'warning',
  pass: 'good',
  skip: 'faint',
};

/**
 * Text that strangers wrote, for one line of a terminal: control characters, line separators, and what reorders or hides
 * other characters are written out as `\u{1b}`, so that a name can neither steer the terminal nor look like another. Nor
 * can it steer a CI server, to which `##[` and `##vso[` anywhere in a line are the beginning of a command.
 */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, (character) => `\\u{${hexOf(character)}}`);
}

/** The same for JSON, where such a character is escaped as JSON escapes it and reads back as what it was. */
export function printableJson(value: unknown): string {
  return printableJsonText(JSON.stringify(value, null, 2));
}

/** The same for a document of several lines in which each of these characters but the newline is part of a quoted text. */
export function printableYamlText(yaml: string): string {
  return yaml.replaceAll(UNPRINTABLE_BUT_NEWLINE, (character) => `\\U${hexOf(character).padStart(8, '0')}`);
}

/** Control and format characters, line and paragraph separators, halves of surrogate pairs; the second of two `#`. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?<=#)#/gu;

/** Of these characters only the newlines of the layout are outside of quotes: hundreds of thousands in a report. */
const UNPRINTABLE_BUT_NEWLINE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?<=#)#/gu;

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}

/** `0.5 vCPU 1 GB`, to a hundredth. */
export function describeAmount({ vcpu, gigabytes, storageGigabytes = 0 }: Amount): string {
  const storage = storageGigabytes === 0 ? '' : `, ${shortNumber(storageGigabytes)} GB storage over 20 GB`;
  return `${shortNumber(vcpu)} vCPU ${shortNumber(gigabytes)} GB${storage}`;
}

/** `$1,234.50`, `EUR 1,234.50` */
export function describeMoney(amount: number, currency: string): string {
  const [whole = '0', cents = '00'] = amount.toFixed(2).split('.');
  return `${currency === 'USD' ? '$' : `${currency} `}${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

/** `42 %`; nothing has no share. */
export function describeShare(part: number, whole: number): string {
  return whole === 0 ? '-' : `${Math.round((part / whole) * 100)} %`;
}

function shortNumber(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** `1 pod`, `2 pods` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
