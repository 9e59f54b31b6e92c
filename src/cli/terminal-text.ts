import { styleText } from 'node:util';
import { toYaml } from '../files/yaml-text.ts';
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
  return escapeInStrings(JSON.stringify(value, null, 2), jsonEscape);
}

/** The same for YAML. */
export function printableYaml(value: unknown): string {
  return escapeInStrings(toYaml(value), (character) => `\\U${hexOf(character).padStart(8, '0')}`);
}

/** Of these characters only the newlines that lay it out stand outside of strings. */
function escapeInStrings(text: string, escapeCharacter: (character: string) => string): string {
  return text.replaceAll(UNPRINTABLE_BUT_NEWLINE, escapeCharacter);
}

/** Control and format characters, line and paragraph separators, halves of surrogate pairs; the second of two `#`. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?<=#)#/gu;

/** Each newline would be a match, and a report has hundreds of thousands. */
const UNPRINTABLE_BUT_NEWLINE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?<=#)#/gu;

/** Two escapes for a character that takes two units. */
function jsonEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}
