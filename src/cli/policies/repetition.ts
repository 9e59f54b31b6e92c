import type { Command } from 'commander';
import type { ServedPolicies } from '../../policies/in-cluster/serve-policies.ts';
import type { GivenValues, SettingReader } from '../../settings/reader.ts';
import { type Flag, flagValues, isMentioned, readTyped } from '../shared/flags.ts';
import { givenRepetitionFlags, type Operations, PERIOD, readOperations } from '../shared/repetition.ts';

export const EVERY_FLAG = {
  name: 'every',
  placeholder: PERIOD.placeholder,
  description:
    'keep the policies in the cluster up to date until SIGTERM instead of printing them, and serve metrics, such as 1m',
} as const satisfies Flag;

export const REPETITION_FLAGS = {
  owner: {
    name: 'owner-cluster-role',
    placeholder: 'NAME',
    description:
      'with --every, ClusterRole that owns the policies: the cluster deletes them when it is deleted (default: none, and they stay)',
  },
} as const satisfies Readonly<Record<string, Flag>>;

/** How the policies are kept up to date. */
export type Repetition = Omit<ServedPolicies, 'version'> & Operations;

/** Undefined for policies that are printed. The reader then rejects what only a repetition can use. */
export function readRepetition(command: Command, reader: SettingReader, given: GivenValues): Repetition | undefined {
  if (!isMentioned(command, EVERY_FLAG)) {
    for (const name of givenRepetitionFlags(command, Object.values(REPETITION_FLAGS), given)) {
      reader.reject(`--${name}: only with --${EVERY_FLAG.name}`);
    }
    return undefined;
  }
  return {
    periodMs: readTyped(command, { flag: EVERY_FLAG, type: PERIOD, reader }) ?? 0,
    owner: flagValues(command, REPETITION_FLAGS.owner, reader).at(-1),
    ...readOperations(reader),
  };
}
