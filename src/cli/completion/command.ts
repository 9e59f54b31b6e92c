import { type CliCommand, EXIT } from '../shared/command.ts';
import { reportProblems } from '../shared/problems.ts';
import { printable } from '../shared/terminal-text.ts';
import { COMPLETION_SCRIPTS } from './scripts.ts';

const SHELLS = Object.keys(COMPLETION_SCRIPTS);

/** Teaches a shell the commands, flags and values. */
export const completionCommand: CliCommand = {
  name: 'completion',
  summary: 'Print the completion script of a shell',
  configure: (command) => {
    command.usage(SHELLS.join('|')).allowUnknownOption().allowExcessArguments();
  },
  run: async ({ args }, terminal) => {
    const [shell = '', ...rest] = args;
    const script = Object.hasOwn(COMPLETION_SCRIPTS, shell) ? COMPLETION_SCRIPTS[shell] : undefined;
    if (script === undefined || rest.length > 0) {
      return reportProblems(
        [printable(`expected one of ${SHELLS.join(', ')}; got ${JSON.stringify(args.join(' '))}`)],
        terminal,
      );
    }
    terminal.print(script);
    return EXIT.ok;
  },
};
