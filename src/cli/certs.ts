import { MAKE_FLAGS } from './certs/make-flags.ts';
import { SHOW_FLAGS } from './certs/show-flags.ts';
import type { CliCommand, CommandGroup } from './command.ts';
import { addFlags } from './flag.ts';

const makeCommand: CliCommand = {
  name: 'make',
  summary: 'Make a CA and a serving certificate that it has signed',
  configure: (command) => {
    command.usage('[options] --output FOLDER').allowUnknownOption().allowExcessArguments();
    addFlags(command, Object.values(MAKE_FLAGS));
  },
  run: async (command, terminal) => {
    const { runMake } = await import('./certs/make.ts');
    return runMake(command, terminal);
  },
};

const showCommand: CliCommand = {
  name: 'show',
  summary: 'Show certificates: those in a file, or those that a server shows',
  configure: (command) => {
    command.usage('[options] (FILE | - | --url URL)').allowUnknownOption().allowExcessArguments();
    addFlags(command, Object.values(SHOW_FLAGS));
  },
  run: async (command, terminal) => {
    const { runShow } = await import('./certs/show.ts');
    return runShow(command, terminal);
  },
};

export const certsCommands: CommandGroup = {
  name: 'certs',
  summary: 'Make and show certificates',
  commands: [makeCommand, showCommand],
};
