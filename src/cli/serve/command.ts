import { letHeapGrow } from '../../runtime/heap.ts';
import type { CliCommand } from '../shared/command.ts';
import { addSettingFlags, givenValues } from '../shared/flags.ts';

/** Runs the webhook until it is told to stop. The server and its packages are loaded by no other command. */
export const serveCommand: CliCommand = {
  name: 'serve',
  summary: 'Run the admission webhook',
  configure: addSettingFlags,
  run: async (command, terminal) => {
    letHeapGrow();
    const { runServe } = await import('./run.ts');
    return runServe(givenValues(command, terminal), terminal);
  },
};
