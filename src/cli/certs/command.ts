import type { CliCommand, CommandGroup } from '../shared/command.ts';
import { addFlags } from '../shared/flags.ts';
import { MAKE_FLAGS, SHOW_FLAGS } from './flags.ts';

const makeCommand: CliCommand = {
  name: 'make',
  summary: 'Make a CA and a serving certificate that it signs',
  configure: (command) => {
    command.usage('[options] --output FOLDER');
    addFlags(command, Object.values(MAKE_FLAGS));
  },
  run: async (command, terminal) => {
    const { runMake } = await import('./make.ts');
    return runMake(command, terminal);
  },
};

const showCommand: CliCommand = {
  name: 'show',
  summary: 'Show the certificates in a file or those of a server',
  configure: (command) => {
    command.usage('[options] (FILE | - | --url URL)');
    addFlags(command, Object.values(SHOW_FLAGS));
  },
  run: async (command, terminal) => {
    const { runShow } = await import('./show.ts');
    return runShow(command, terminal);
  },
};

export const certsCommands: CommandGroup = {
  name: 'certs',
  summary: 'Make and show certificates',
  commands: [makeCommand, showCommand],
};
