import { type Command, Option } from 'commander';
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

/** Of every command that reads the file, after all of its other flags. */
export function addConfigurationFlags(command: Command): void {
  addNegations(command);
  addFlags(command, [CONFIG_FLAG]);
  addSwitches(command, [NO_CONFIG_FLAG]);
}

/** A switch can be on in the file, and the command line has to win. */
function addNegations(command: Command): void {
  const switches = command.options.filter((option) => option.isBoolean());
  const negations = switches.map(({ long = '' }) => {
    const description = `turn ${long} of the configuration file off`;
    return new Option(long.replace(/^--/, '--no-'), description).hideHelp();
  });
  for (const negation of negations) command.addOption(negation);
  const [example] = negations;
  if (example === undefined) return;
  const text = 'A switch that the configuration file turns on is off with --no-NAME, such as';
  command.addHelpText('after', `\n${text} ${example.flags}.`);
}
