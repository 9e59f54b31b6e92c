import { keepHeapSmall } from '../../runtime/heap.ts';
import { SETTINGS } from '../../settings/table.ts';
import type { CliCommand } from '../shared/command.ts';
import { addFlags, addSettingFlags, addSwitches } from '../shared/flags.ts';
import { REPETITION_SETTINGS } from '../shared/repetition.ts';
import { POLICIES_FLAGS, POLICIES_SWITCHES } from './request.ts';

/** The same prediction without a webhook: the API server decides itself. */
export const policiesCommand: CliCommand = {
  name: 'policies',
  summary: 'Print admission policies that predict where pods run without a webhook, or keep them up to date',
  configure: (command) => {
    command.usage('[options] (--cluster-name NAME | --profiles PATH | --profile-resources)');
    addFlags(command, Object.values(POLICIES_FLAGS));
    addSwitches(command, Object.values(POLICIES_SWITCHES));
    addSettingFlags(command, [
      SETTINGS.clusterName,
      SETTINGS.profiles,
      SETTINGS.annotationPrefix,
      SETTINGS.maxSelectors,
      SETTINGS.maxLabels,
      ...REPETITION_SETTINGS,
    ]);
    command.addHelpText('after', AFTERWORD);
  },
  run: async (command, terminal) => {
    keepHeapSmall();
    const { runPolicies } = await import('./run.ts');
    return runPolicies(command, terminal);
  },
};

const AFTERWORD = `
--ops-port, --bind-address (of the ops port) and --log-level need --every.`;
