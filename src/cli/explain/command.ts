import { SETTINGS } from '../../settings/table.ts';
import type { CliCommand } from '../shared/command.ts';
import { addConfigurationFlags } from '../shared/configuration/flags.ts';
import { addFlags, addSettingFlags, addSwitches, SHOW_SUPPRESSED } from '../shared/flags.ts';
import { PROFILE_RESOURCES } from '../shared/profile-flags.ts';
import { EXPLAIN_FLAGS } from './request.ts';

/** Why the pods of a workload run on Fargate or not, at which size, and what is wrong with them. */
export const explainCommand: CliCommand = {
  name: 'explain',
  summary: 'Explain where the pods of a workload run, and why',
  configure: (command) => {
    command.usage('[options] (-f PATH | KIND/NAME…) (--cluster-name NAME | --profiles PATH | --profile-resources)');
    addFlags(command, Object.values(EXPLAIN_FLAGS));
    addSwitches(command, [SHOW_SUPPRESSED, PROFILE_RESOURCES]);
    addSettingFlags(command, [SETTINGS.profiles, SETTINGS.clusterName]);
    addConfigurationFlags(command);
  },
  run: async (command, terminal) => {
    const { runExplain } = await import('./run.ts');
    return runExplain(command, terminal);
  },
};
