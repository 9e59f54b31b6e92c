import { SETTINGS } from '../../settings/table.ts';
import type { CliCommand } from '../shared/command.ts';
import { addConfigurationFlags } from '../shared/configuration/flags.ts';
import { addFlags, addSettingFlags, addSwitches } from '../shared/flags.ts';
import { LIMIT_SETTINGS } from '../shared/profile-flags.ts';
import { CHECK_FLAGS, CHECK_SWITCHES, CLUSTER_NAMES } from './request.ts';

/** The webhook's findings about workloads and Fargate profiles in files, without a cluster. */
export const checkCommand: CliCommand = {
  name: 'check',
  summary: 'Check workloads and Fargate profiles in files',
  configure: (command) => {
    command.usage('[options] -f PATH… (--profiles PATH | --cluster-name NAME[,NAME])');
    addFlags(command, Object.values(CHECK_FLAGS));
    addSwitches(command, Object.values(CHECK_SWITCHES));
    addSettingFlags(command, [SETTINGS.profiles, CLUSTER_NAMES, ...LIMIT_SETTINGS]);
    addConfigurationFlags(command);
  },
  run: async (command, terminal) => {
    const { runCheck } = await import('./run.ts');
    return runCheck(command, terminal);
  },
};
