import { type Command, Option } from 'commander';
import type { GivenValues, SettingReader } from '../../settings/reader.ts';
import type { SettingRow } from '../../settings/setting.ts';
import { SETTING_ROWS } from '../../settings/table.ts';
import { isDnsLabel, type ValueType } from '../../settings/value-type.ts';
import type { Terminal } from './command.ts';

/** A flag of one command that no environment variable sets. */
export interface Flag {
  /** Without the leading `--`. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  readonly placeholder: string;
  readonly description: string;
  /** Whether each of several values counts; else the last one does. */
  readonly isRepeatable?: boolean;
}

/** A flag without a value. */
export type SwitchFlag = Omit<Flag, 'placeholder' | 'isRepeatable'>;

export const SHOW_SUPPRESSED: SwitchFlag = {
  name: 'show-suppressed',
  description: 'show the findings that are suppressed, with the reason of each',
};

/** A flag as commander knows it. Its value is a list of texts. */
export class FlagOption extends Option {
  readonly isRepeatable: boolean;

  constructor({ name, short, placeholder, description, isRepeatable = false }: Flag) {
    super(`${namesOf(name, short)} [${placeholder}]`, description);
    this.isRepeatable = isRepeatable;
  }
}

/** Adds flags that take a value and may be repeated. */
export function addFlags(command: Command, flags: readonly Flag[]): void {
  for (const flag of flags) command.addOption(optionFor(flag));
  acceptMistakes(command);
}

export function addSwitches(command: Command, flags: readonly SwitchFlag[]): void {
  for (const flag of flags) command.addOption(switchFor(flag));
}

/** Adds a flag for each setting. */
export function addSettingFlags(command: Command, rows: readonly SettingRow[] = SETTING_ROWS): void {
  for (const row of rows) command.addOption(settingOption(row));
  acceptMistakes(command);
}

/**
 * Commander ends at the first mistake. Here it accepts missing values and unknown flags, so that the command reports all
 * mistakes together. The brackets make commander accept a missing value; for the user the value is required.
 */
function acceptMistakes(command: Command): void {
  command.allowUnknownOption().allowExcessArguments();
  command.configureHelp({ optionTerm: ({ flags }) => flags.replace(/\[(.*)\]$/, '$1') });
}

/** The values of a command that has {@link addSettingFlags}. */
export function givenValues(
  command: Command,
  { environment }: Terminal,
  presets: ReadonlyMap<string, string> = new Map(),
): GivenValues {
  const flags = new Map<string, string | undefined>();
  const places = new Map<string, string>();
  for (const row of SETTING_ROWS) {
    const name = settingOption(row).attributeName();
    const value: unknown = command.getOptionValue(name);
    if (value !== undefined) flags.set(row.flag, typeof value === 'string' ? value : undefined);
    const place = placeInFile(command, name);
    if (place !== undefined) places.set(row.flag, place);
  }
  const knownFlags = command.options.flatMap(({ long }) => long ?? []);
  return { flags, unknownArguments: command.args, knownFlags, environment, presets, places };
}

/** The arguments of a command that takes some without a flag. What follows an unknown flag may be its value, and is left to be reported with it. */
export function splitArguments(args: readonly string[]) {
  const isUnknown = (argument: string, index: number): boolean => {
    const before = args[index - 1] ?? '';
    return isFlag(argument) || (isFlag(before) && !before.includes('='));
  };
  return {
    unknown: args.filter(isUnknown),
    positional: args.filter((argument, index) => !isUnknown(argument, index)),
  };
}

function isFlag(argument: string): boolean {
  return argument.startsWith('-') && argument !== '-';
}

export function isGiven(command: Command, flag: SwitchFlag): boolean {
  return command.getOptionValue(switchFor(flag).attributeName()) === true;
}

/** Whether the flag is given, with or without its value. */
export function isMentioned(command: Command, flag: Flag): boolean {
  return command.getOptionValue(optionFor(flag).attributeName()) !== undefined;
}

/** Where a configuration file sets the value: `.fargate-admission.yaml:3`. Undefined where anything else does. */
export function placeInFile(command: Command, attributeName: string): string | undefined {
  const source = command.getOptionValueSource(attributeName);
  return source === undefined || source === 'cli' || source === 'default' ? undefined : source;
}

/** As the user has written it: on the command line, or in a configuration file. */
export function writtenName(command: Command, flag: Flag): string {
  const place = placeInFile(command, optionFor(flag).attributeName());
  return place === undefined ? `--${flag.name}` : `${place}: ${flag.name}`;
}

/** The values in their order. Of a flag that takes one value, the last counts. */
export function flagValues(command: Command, flag: Flag, reader: SettingReader): readonly string[] {
  const value: unknown = command.getOptionValue(optionFor(flag).attributeName());
  if (value === undefined) return [];
  if (isTexts(value)) return value;
  reader.reject(`${writtenName(command, flag)}: the value is missing`);
  return [];
}

interface TypedFlagOptions<T> {
  readonly flag: Flag;
  readonly type: ValueType<T>;
  readonly reader: SettingReader;
}

/** Undefined for no value and for an invalid one, which the reader rejects. */
export function readTyped<T>(command: Command, { flag, type, reader }: TypedFlagOptions<T>): T | undefined {
  const text = flagValues(command, flag, reader).at(-1);
  if (text === undefined) return undefined;
  const result = type.parse(text);
  if (result.kind === 'parsed') return result.value;
  reader.reject(`${writtenName(command, flag)}: expected ${result.expected}; got ${JSON.stringify(text)}`);
  return undefined;
}

/** Each once, in order, without the invalid ones, which the reader rejects. */
export function readNamespaces(command: Command, flag: Flag, reader: SettingReader): readonly string[] {
  const written = writtenName(command, flag);
  return [...new Set(flagValues(command, flag, reader))].filter((name) => isNamespace(name, written, reader));
}

/** Undefined for no value and for an invalid one, which the reader rejects. */
export function readNamespace(command: Command, flag: Flag, reader: SettingReader): string | undefined {
  const namespace = flagValues(command, flag, reader).at(-1);
  const written = writtenName(command, flag);
  return namespace !== undefined && isNamespace(namespace, written, reader) ? namespace : undefined;
}

function isNamespace(name: string, written: string, reader: SettingReader): boolean {
  if (isDnsLabel(name)) return true;
  reader.reject(`${written}: expected the name of a namespace; got ${JSON.stringify(name)}`);
  return false;
}

function optionFor(flag: Flag): Option {
  // kubectl takes `-n=shop` for `-n shop`, and people are used to it.
  const collect = (text: string, before: unknown) => [...(isTexts(before) ? before : []), text.replace(/^=/, '')];
  return new FlagOption(flag).argParser(collect);
}

function switchFor({ name, short, description }: SwitchFlag): Option {
  return new Option(namesOf(name, short), description);
}

function settingOption({ flag, placeholder, description, defaultText, environmentVariable }: SettingRow): Option {
  const text = `${description} (default: ${defaultText}; ${environmentVariable})`;
  return new Option(`--${flag} [${placeholder}]`, text.replaceAll('`', ''));
}

function namesOf(name: string, short: string | undefined): string {
  return short === undefined ? `--${name}` : `-${short}, --${name}`;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}
