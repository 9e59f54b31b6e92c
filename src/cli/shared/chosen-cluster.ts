import type { Command } from 'commander';
import type { SettingReader } from '../../settings/reader.ts';
import { type Flag, flagValues } from './flag.ts';

export const CONTEXT_FLAGS = {
  kubeconfig: {
    name: 'kubeconfig',
    placeholder: 'PATH',
    description: 'kubeconfig of the cluster (default: those of KUBECONFIG, or ~/.kube/config)',
  },
  context: {
    name: 'context',
    placeholder: 'CONTEXT',
    description: 'kubeconfig context of the cluster (default: the current one, or the cluster that this runs in)',
  },
} as const satisfies Readonly<Record<string, Flag>>;

/** Which cluster the user has chosen. */
export interface ChosenCluster {
  /** Undefined: the current one. */
  readonly context: string | undefined;
  /** Path; undefined: those of KUBECONFIG, or `~/.kube/config`. */
  readonly kubeconfig: string | undefined;
}

export function readChosenCluster(command: Command, reader: SettingReader): ChosenCluster {
  return {
    context: flagValues(command, CONTEXT_FLAGS.context, reader).at(-1),
    kubeconfig: flagValues(command, CONTEXT_FLAGS.kubeconfig, reader).at(-1),
  };
}
