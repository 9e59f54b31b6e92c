import { letHeapGrow } from '../../runtime/heap.ts';
import type { CliCommand } from '../shared/command.ts';
import { addSettingFlags, givenValues } from '../shared/flags.ts';

/** Runs the webhook until a signal stops it. No other command loads the server and its packages. */
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
