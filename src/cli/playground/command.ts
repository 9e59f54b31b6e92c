import type { CliCommand } from '../shared/command.ts';
import { addFlags, addSwitches } from '../shared/flags.ts';
import { PLAYGROUND_FLAGS, PLAYGROUND_SWITCHES } from './request.ts';

/** The page that explains a pod in a browser. */
export const playgroundCommand: CliCommand = {
  name: 'playground',
  summary: 'Write a page that predicts in a browser where pods run, from pasted YAML',
  configure: (command) => {
    addFlags(command, Object.values(PLAYGROUND_FLAGS));
    addSwitches(command, Object.values(PLAYGROUND_SWITCHES));
  },
  run: async (command, terminal) => {
    const { runPlayground } = await import('./run.ts');
    return runPlayground(command, terminal);
  },
};
