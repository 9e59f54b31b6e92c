import type { CliCommand } from '../shared/command.ts';
import { addConfigurationFlags } from '../shared/configuration/flags.ts';
import { addFlags } from '../shared/flags.ts';
import { outputFlag } from '../shared/outputs.ts';
import { CONFIG_OUTPUTS } from './outputs.ts';

/** What the configuration file, the environment and the defaults come to. */
export const configCommand: CliCommand = {
  name: 'config',
  summary: 'Show the configuration that is in force, and where each value comes from',
  configure: (command) => {
    addFlags(command, [outputFlag(CONFIG_OUTPUTS)]);
    addConfigurationFlags(command);
  },
  run: async (command, terminal) => {
    const { runConfig } = await import('./run.ts');
    return runConfig(command, terminal);
  },
};
