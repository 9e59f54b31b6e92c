import { keepHeapSmall } from '../../runtime/heap.ts';
import { SETTINGS } from '../../settings/table.ts';
import { AWS_CHECKS } from '../shared/aws-checks/request.ts';
import { CLUSTER_SWITCHES } from '../shared/cluster-request.ts';
import type { CliCommand } from '../shared/command.ts';
import { addConfigurationFlags } from '../shared/configuration/flags.ts';
import { addFlags, addSettingFlags, addSwitches } from '../shared/flags.ts';
import { LIMIT_SETTINGS } from '../shared/profile-flags.ts';
import { PLAN_FLAGS } from './request.ts';

/** What a change of profiles would do to the pods that run now. */
export const planCommand: CliCommand = {
  name: 'plan',
  summary: 'Show what a change of Fargate profiles would do to the pods that run now',
  configure: (command) => {
    command.usage('[options] (-f PATH | --delete NAME)… (--cluster-name NAME | --profiles PATH | --profile-resources)');
    addFlags(command, Object.values(PLAN_FLAGS));
    addSwitches(command, [...Object.values(CLUSTER_SWITCHES), AWS_CHECKS]);
    addSettingFlags(command, [SETTINGS.clusterName, SETTINGS.profiles, ...LIMIT_SETTINGS]);
    addConfigurationFlags(command);
  },
  run: async (command, terminal) => {
    keepHeapSmall();
    const { runPlan } = await import('./run.ts');
    return runPlan(command, terminal);
  },
};
