import { fileURLToPath } from 'node:url';
import type { CliCommand } from '../shared/command.ts';
import { addSettingFlags, givenValues } from '../shared/flags.ts';

/** The examples lie two folders up from here, compiled or not. */
const PROFILES_PATH = fileURLToPath(new URL('../../../manifests/examples/profiles.yaml', import.meta.url));

/** For one person at one machine: not seen from outside, no lines of log between question and answer, gone at Ctrl-C. */
const PRESETS: ReadonlyMap<string, string> = new Map([
  ['profiles', PROFILES_PATH],
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
    return runDemo(givenValues(command, terminal, PRESETS), terminal);
  },
};
