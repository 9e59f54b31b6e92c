import { nearestName } from '../fargate/nearest-name.ts';
import type { Setting, SettingRow } from './setting.ts';
import { SETTING_ROWS } from './table.ts';
import { unknownVariables } from './unknown-variables.ts';

/** Where values come from; the first that has one wins: flags, environment, presets, the table's default. */
export interface GivenValues {
  /** By name without `--`; `undefined`: the flag was given without a value. */
  readonly flags: ReadonlyMap<string, string | undefined>;
  /** What the command line holds beside flags that the command knows. */
  readonly unknownArguments: readonly string[];
  /** Every flag of the command, with `--`: of these, the nearest to an unknown one is suggested. */
  readonly knownFlags: readonly string[];
  /** An empty variable counts as unset. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** By name without `--`: the defaults of a command that differ from the table's. */
  readonly presets: ReadonlyMap<string, string>;
  /** By name without `--`: of the flags that a configuration file sets, the line that does. */
  readonly places?: ReadonlyMap<string, string>;
}

interface Given {
  /** The flag or the environment variable, as the user wrote it. */
  readonly name: string;
  readonly text: string | undefined;
}

/** Reads settings and keeps what is wrong with them, so that a user learns all of it at once. */
export class SettingReader {
  readonly #given: GivenValues;
  readonly #problems: string[] = [];
  readonly #changed = new Map<string, string>();

  constructor(given: GivenValues) {
    this.#given = given;
  }

  get problems(): readonly string[] {
    return this.#problems;
  }

  /** By flag: what has been read and differs from the table's default, as it could be written. */
  get changedSettings(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#changed);
  }

  /** The default where the value cannot be used; the problem is kept. */
  read<T, Default extends T | undefined>(setting: Setting<T, Default>): T | Default {
    const given = this.#find(setting);
    if (given === undefined) return setting.default;
    const text = given.text ?? setting.type.bareText;
    if (text === undefined) {
      this.reject(`${given.name}: the value is missing`);
      return setting.default;
    }
    const result = setting.type.parse(text);
    if (result.kind === 'parsed') {
      const valueText = setting.type.format(result.value);
      if (valueText !== setting.defaultText) this.#changed.set(setting.flag, valueText);
      return result.value;
    }
    this.reject(`${given.name}: expected ${result.expected}; got ${JSON.stringify(text)}`);
    return setting.default;
  }

  /** What the user called it; both its names where the user did not set it. */
  nameOf(setting: SettingRow): string {
    return this.#find(setting)?.name ?? `--${setting.flag} (${setting.environmentVariable})`;
  }

  reject(problem: string): void {
    this.#problems.push(problem);
  }

  /** Also the environment's: a misspelt setting would else be off without a word. */
  rejectUnknownArguments(): void {
    const known = SETTING_ROWS.map(({ environmentVariable }) => environmentVariable);
    for (const problem of unknownVariables(this.#given.environment, known)) this.reject(problem);
    let valueMayFollow = false;
    for (const argument of this.#given.unknownArguments) {
      const isFlag = argument.startsWith('-');
      if (isFlag) this.reject(unknownFlag(argument, this.#given.knownFlags));
      else if (!valueMayFollow) this.reject(`${JSON.stringify(argument)}: unexpected argument`);
      valueMayFollow = isFlag && !argument.includes('=');
    }
  }

  #find({ flag, environmentVariable }: SettingRow): Given | undefined {
    const { flags, environment, presets, places } = this.#given;
    const place = places?.get(flag);
    const name = place === undefined ? `--${flag}` : `${place}: ${flag}`;
    if (flags.has(flag)) return { name, text: flags.get(flag) };
    const variable = environment[environmentVariable];
    if (variable !== undefined && variable !== '') return { name: environmentVariable, text: variable };
    const preset = presets.get(flag);
    return preset === undefined ? undefined : { name: `--${flag}`, text: preset };
  }
}

/** With further differences, or with as many as half of its letters, a flag is not likely to be a misspelt one. */
const MAX_FLAG_DISTANCE = 3;

function unknownFlag(argument: string, knownFlags: readonly string[]): string {
  const [flag = ''] = argument.split('=', 1);
  const { name, distance } = nearestName(flag, knownFlags);
  const isNear = distance <= MAX_FLAG_DISTANCE && distance * 2 <= name.length - '--'.length;
  return `${flag}: unknown flag${isNear ? `; did you mean ${name}?` : ''}`;
}
