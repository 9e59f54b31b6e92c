import { startPolicies } from '../../policies/in-cluster/serve-policies.ts';
import { openClusterProfiles } from '../shared/cluster-profiles.ts';
import type { Terminal } from '../shared/command.ts';
import { openChosenCluster } from '../shared/open-cluster.ts';
import { packageVersion } from '../shared/package-version.ts';
import { reportOnce, runUntilStopped } from '../shared/until-stopped.ts';
import { createCompiler } from './compiler.ts';
import type { Repetition } from './repetition.ts';
import type { PoliciesRequest } from './request.ts';

/** An update that waits for EKS or the API server ends at once. */
const MAX_STOP_MS = 10_000;

/** Keeps the policies in the cluster up to date until a signal stops it. Resolves to the exit code. @throws ClusterError */
export function repeatPolicies(request: PoliciesRequest, repetition: Repetition, terminal: Terminal): Promise<number> {
  const { options } = request;
  return runUntilStopped({
    terminal,
    logLevel: repetition.logLevel,
    maxStopMs: MAX_STOP_MS,
    start: async (logger, output) => {
      const { api } = await openChosenCluster(request, terminal);
      const printError = reportOnce((text) => logger.info({ note: text }, 'profiles'));
      return startPolicies({
        config: { ...repetition, version: options.version },
        version: packageVersion(),
        load: await openClusterProfiles(request.profileOrigin, { ...terminal, printError }),
        compile: await createCompiler(options, printError),
        api,
        logger,
        droppedLogLines: output.droppedLines,
      });
    },
  });
}
