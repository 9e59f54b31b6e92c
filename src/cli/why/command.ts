import { SETTINGS } from '../../settings/table.ts';
import type { CliCommand } from '../shared/command.ts';
import { addFlags, addSettingFlags, addSwitches } from '../shared/flags.ts';
import { PROFILE_RESOURCES } from '../shared/profile-flags.ts';
import { WHY_FLAGS } from './request.ts';

/** Where one pod runs, why, and the one thing to do. */
export const whyCommand: CliCommand = {
  name: 'why',
  summary: 'Diagnose one pod of a cluster: where it runs, why, and what to do',
  configure: (command) => {
    command.usage('[options] POD (--cluster-name NAME | --profiles PATH | --profile-resources)');
    addFlags(command, Object.values(WHY_FLAGS));
    addSwitches(command, [PROFILE_RESOURCES]);
    addSettingFlags(command, [SETTINGS.profiles, SETTINGS.clusterName]);
    command.addHelpText('after', AFTERWORD);
  },
  run: async (command, terminal) => {
    const { runWhy } = await import('./run.ts');
    return runWhy(command, terminal);
  },
};

const AFTERWORD = `
The exit code is 0 where the pod runs as it is meant to, and 1 where it does not.`;
