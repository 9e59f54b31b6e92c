import { type Command, Option } from 'commander';
import type { SettingReader } from '../../settings/reader.ts';

/** A flag of one command that no environment variable stands for. */
export interface Flag {
  /** Without the leading `--`. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  readonly placeholder: string;
  readonly description: string;
}

/** A flag that is there or not. */
export type SwitchFlag = Omit<Flag, 'placeholder'>;

/** Every flag takes a value and may be repeated. A value that is missing is let pass, to be reported with everything else. */
export function addFlags(command: Command, flags: readonly Flag[]): void {
  for (const flag of flags) command.addOption(optionFor(flag));
}

export function addSwitches(command: Command, flags: readonly SwitchFlag[]): void {
  for (const flag of flags) command.addOption(switchFor(flag));
}

export function isGiven(command: Command, flag: SwitchFlag): boolean {
  return command.getOptionValue(switchFor(flag).attributeName()) === true;
}

function switchFor({ name, short, description }: SwitchFlag): Option {
  return new Option(namesOf(name, short), description);
}

function namesOf(name: string, short: string | undefined): string {
  return short === undefined ? `--${name}` : `-${short}, --${name}`;
}

/** Also where its value is missing. */
export function isMentioned(command: Command, flag: Flag): boolean {
  return command.getOptionValue(optionFor(flag).attributeName()) !== undefined;
}

/** What was given, in order; for a flag that counts once, the last is the one that counts. */
export function flagValues(command: Command, flag: Flag, reader: SettingReader): readonly string[] {
  const value: unknown = command.getOptionValue(optionFor(flag).attributeName());
  if (value === undefined) return [];
  if (isTexts(value)) return value;
  reader.reject(`--${flag.name}: the value is missing`);
  return [];
}

function optionFor({ name, short, placeholder, description }: Flag): Option {
  // kubectl takes `-n=shop` for `-n shop`, and people are used to it.
  const collect = (text: string, before: unknown) => [...(isTexts(before) ? before : []), text.replace(/^=/, '')];
  return new Option(`${namesOf(name, short)} [${placeholder}]`, description).argParser(collect);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}
