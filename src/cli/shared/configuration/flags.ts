import type { Command } from 'commander';
import type { Flag, SwitchFlag } from '../flags.ts';
import { addFlags, addSwitches } from '../flags.ts';

export const CONFIG_FLAG = {
  name: 'config',
  placeholder: 'FILE',
  description:
    'configuration file (default: .fargate-admission.yaml in the working directory or above it, up to the root of the repository)',
} as const satisfies Flag;

const NO_CONFIG_FLAG = {
  name: 'no-config',
  description: 'read no configuration file',
} as const satisfies SwitchFlag;

/** Of every command that reads the file. */
export function addConfigurationFlags(command: Command): void {
  addFlags(command, [CONFIG_FLAG]);
  addSwitches(command, [NO_CONFIG_FLAG]);
}
