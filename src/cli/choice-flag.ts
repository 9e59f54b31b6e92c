import type { Command } from 'commander';
import type { SettingReader } from '../settings/reader.ts';
import { type Flag, flagValues } from './flag.ts';

interface ChoiceOptions<Choice extends string> {
  readonly flag: Flag;
  readonly choices: readonly Choice[];
  readonly reader: SettingReader;
}

/** Undefined where none is given, or none that there is; the reader keeps why. */
export function readChoice<Choice extends string>(
  command: Command,
  { flag, choices, reader }: ChoiceOptions<Choice>,
): Choice | undefined {
  const text = flagValues(command, flag, reader).at(-1);
  const choice = choices.find((known) => known === text);
  if (text !== undefined && choice === undefined) {
    reader.reject(`--${flag.name}: expected one of ${choices.join(', ')}; got ${JSON.stringify(text)}`);
  }
  return choice;
}
