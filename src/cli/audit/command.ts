import { keepHeapSmall } from '../../runtime/heap.ts';
import { SETTINGS } from '../../settings/table.ts';
import { AWS_CHECKS } from '../shared/aws-checks/request.ts';
import { CLUSTER_SWITCHES } from '../shared/cluster-request.ts';
import type { CliCommand } from '../shared/command.ts';
import { addConfigurationFlags } from '../shared/configuration/flags.ts';
import { addFlags, addSettingFlags, addSwitches } from '../shared/flags.ts';
import { REPETITION_SETTINGS } from '../shared/repetition.ts';
import { ALL_CONTEXTS } from './fleet/request.ts';
import { AUDIT_FLAGS } from './request.ts';

/** Where the pods of a cluster really run, against where new ones would. */
export const auditCommand: CliCommand = {
  name: 'audit',
  summary: 'Audit where the pods of a cluster run, and what that costs',
  configure: (command) => {
    command.usage('[options] (--cluster-name NAME | --profiles PATH | --profile-resources)');
    addFlags(command, Object.values(AUDIT_FLAGS));
    addSwitches(command, [...Object.values(CLUSTER_SWITCHES), ALL_CONTEXTS, AWS_CHECKS]);
    addSettingFlags(command, [SETTINGS.clusterName, SETTINGS.profiles, ...REPETITION_SETTINGS]);
    addConfigurationFlags(command);
    command.addHelpText('after', AFTERWORD);
  },
  run: async (command, terminal) => {
    keepHeapSmall();
    const { runAudit } = await import('./run.ts');
    return runAudit(command, terminal);
  },
};

const AFTERWORD = `
--ops-port, --bind-address (of the ops port) and --log-level need --every.`;
