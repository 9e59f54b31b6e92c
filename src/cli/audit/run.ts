import type { Command } from 'commander';
import type { AuditReport } from '../../audit/report.ts';
import { ClusterError } from '../../kubernetes/cluster-error.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import { EXIT, type Terminal } from '../command.ts';
import { openChosenCluster } from '../open-cluster.ts';
import { reportProblems } from '../report.ts';
import { printable } from '../terminal-text.ts';
import { auditOnce } from './once.ts';
import { renderAudit } from './render.ts';
import { type AuditRequest, type ClusterRequest, readRequest } from './request.ts';

/**
 * Audits what can be read, and tells what cannot. Resolves to the exit code: 2 for bad usage, 1 for results that the user
 * wants to stop at and for what a cluster or EKS did not answer or allow, 0 otherwise.
 */
export async function runAudit(command: Command, terminal: Terminal): Promise<number> {
  const result = await readRequest(command, terminal);
  if (result.kind === 'invalid') return reportProblems(result.problems.map(printable), terminal);
  const { request } = result;
  return whileReportingAuditFailures(request, terminal, async () => {
    const { repetition } = request;
    if (repetition !== undefined) {
      const { repeatAudit } = await import('./repeat.ts');
      return repeatAudit(request, repetition, terminal);
    }
    const cluster = await openChosenCluster(request.context, terminal);
    const report = await auditOnce(cluster, request, terminal);
    terminal.print(renderAudit(report, request.output, terminal));
    tellErrors(report, terminal);
    return exitCode(report, request.failOn);
  });
}

/** What a user, or the cluster's operator, can mend is told in one line. */
export async function whileReportingAuditFailures(
  { profileOrigin }: ClusterRequest,
  terminal: Terminal,
  act: () => Promise<number>,
): Promise<number> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ProfileLoadError) {
      terminal.printError(`${printable(`no profiles: ${error.message}`)}\n`);
      return profileOrigin.kind === 'files' ? EXIT.usage : EXIT.failure;
    }
    if (!(error instanceof ClusterError)) throw error;
    terminal.printError(`${printable(error.message)}\n`);
    return error.problem === 'failed' ? EXIT.failure : EXIT.usage;
  }
}

/** On standard error too, whatever the form: a person should see it where the output goes into a file. */
export function tellErrors({ errors }: Pick<AuditReport, 'errors'>, { printError }: Terminal): void {
  for (const { namespace, resource, reason } of errors) {
    const place = namespace === undefined ? '' : ` of namespace ${namespace}`;
    printError(`${printable(`not readable: ${resource}${place}: ${reason}`)}\n`);
  }
}

function exitCode({ summary, errors }: AuditReport, failOn: AuditRequest['failOn']): number {
  const { results } = summary;
  const isBad = failOn !== undefined && (results.fail > 0 || (failOn === 'warn' && results.warn > 0));
  return errors.length > 0 || isBad ? EXIT.failure : EXIT.ok;
}
