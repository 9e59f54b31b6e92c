import { shippedFilePath } from '../../runtime/shipped-file.ts';
import type { CliCommand } from '../shared/command.ts';
import { addSettingFlags, givenValues } from '../shared/flags.ts';

/** For one person at one machine: not seen from outside, no lines of log between question and answer, gone at Ctrl-C. */
const presets = (): ReadonlyMap<string, string> =>
  new Map([
    ['profiles', shippedFilePath('../manifests/examples/profiles.yaml')],
    ['bind-address', '127.0.0.1'],
    ['quiet-period', '0s'],
    ['log-level', 'warn'],
    ['cluster-checks', 'off'],
  ]);

/** `npm start`: the webhook on example profiles, and one review that it sends itself. */
export const demoCommand: CliCommand = {
  name: 'demo',
  summary: 'Run the webhook on example profiles and send it one example review',
  configure: addSettingFlags,
  run: async (command, terminal) => {
    const { runDemo } = await import('./run.ts');
    return runDemo(givenValues(command, terminal, presets()), terminal);
  },
};
