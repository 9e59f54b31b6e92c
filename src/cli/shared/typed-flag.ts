import type { Command } from 'commander';
import type { SettingReader } from '../../settings/reader.ts';
import type { ValueType } from '../../settings/value-type.ts';
import { type Flag, flagValues } from './flag.ts';

interface TypedFlagOptions<T> {
  readonly flag: Flag;
  readonly type: ValueType<T>;
  readonly reader: SettingReader;
}

/** Undefined where none is given, or none that could be; the reader keeps why. */
export function readTyped<T>(command: Command, { flag, type, reader }: TypedFlagOptions<T>): T | undefined {
  const text = flagValues(command, flag, reader).at(-1);
  if (text === undefined) return undefined;
  const result = type.parse(text);
  if (result.kind === 'parsed') return result.value;
  reader.reject(`--${flag.name}: expected ${result.expected}; got ${JSON.stringify(text)}`);
  return undefined;
}
