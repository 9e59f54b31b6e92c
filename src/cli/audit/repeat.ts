import type { Audit } from '../../audit/in-cluster/round.ts';
import { startAudit } from '../../audit/in-cluster/serve-audit.ts';
import { renderPage } from '../../audit/page/render-page.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { ClusterRequest } from '../shared/cluster-request.ts';
import type { Terminal } from '../shared/command.ts';
import { openChosenCluster } from '../shared/open-cluster.ts';
import { packageVersion } from '../shared/package-version.ts';
import { reportOnce, runUntilStopped } from '../shared/until-stopped.ts';
import { auditOnce } from './once.ts';
import type { Repetition } from './repetition.ts';

/** An audit that waits to retry a list ends at once. */
const MAX_STOP_MS = 10_000;

/** Repeats the audit until a signal stops it. Resolves to the exit code. @throws ClusterError */
export function repeatAudit(request: ClusterRequest, repetition: Repetition, terminal: Terminal): Promise<number> {
  return runUntilStopped({
    terminal,
    logLevel: repetition.logLevel,
    maxStopMs: MAX_STOP_MS,
    start: async (logger, output) => {
      const { api, name } = await openChosenCluster(request, terminal);
      return startAudit({
        config: repetition,
        version: packageVersion(),
        audit: createAudit({ request, name, logger, terminal }),
        api,
        renderPage,
        logger,
        droppedLogLines: output.droppedLines,
      });
    },
  });
}

interface Auditing {
  readonly request: ClusterRequest;
  /** Of the cluster, as the kubeconfig has it. */
  readonly name: string;
  readonly logger: Logger;
  readonly terminal: Terminal;
}

/** Audits as the command does once. What it prints on standard error goes into the log. */
function createAudit({ request, name, logger, terminal }: Auditing): Audit {
  const { environment, readInput } = terminal;
  // A pod knows no name of its cluster but the one that EKS has for it.
  const cluster = request.profileOrigin.clusterName ?? name;
  const printError = reportOnce((text) => logger.info({ note: text }, 'profiles'));
  return (api, signal) =>
    auditOnce(
      { api, name: cluster },
      { ...request, targetMinor: undefined },
      { environment, readInput, errorsAreTerminal: false, printError, signal },
    );
}
