import type { Command } from 'commander';
import type { GivenValues, SettingReader } from '../../settings/reader.ts';
import { SETTINGS } from '../../settings/table.ts';
import { duration, type LogLevel } from '../../settings/value-type.ts';
import { type Flag, isMentioned } from './flags.ts';

/** What is repeated reads a whole cluster or calls EKS: more often, and either would do little else. */
export const PERIOD = duration({ minMs: 10_000, maxMs: 86_400_000 });

/** Of `serve`, and of what is repeated. */
export const REPETITION_SETTINGS = [SETTINGS.opsPort, SETTINGS.bindAddress, SETTINGS.logLevel] as const;

/** Where probes and metrics of what is repeated are served, and what it logs. */
export interface Operations {
  readonly opsPort: number;
  /** Of the ops port; absent: every address, IPv6 and IPv4. */
  readonly bindAddress: string | undefined;
  readonly logLevel: LogLevel;
}

export function readOperations(reader: SettingReader): Operations {
  return {
    opsPort: reader.read(SETTINGS.opsPort),
    bindAddress: reader.read(SETTINGS.bindAddress),
    logLevel: reader.read(SETTINGS.logLevel),
  };
}

/** The flags that only a repetition can use, of a command that is given none: the environment may be that of a pod. */
export function givenRepetitionFlags(command: Command, flags: readonly Flag[], given: GivenValues): readonly string[] {
  const settings = REPETITION_SETTINGS.filter(({ flag }) => given.flags.has(flag)).map(({ flag }) => flag);
  return [...flags.filter((flag) => isMentioned(command, flag)).map(({ name }) => name), ...settings];
}
