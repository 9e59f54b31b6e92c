import type { Command } from 'commander';
import type { AuditReport } from '../../audit/report/report.ts';
import { reportUnread, whileReportingClusterFailures } from '../shared/cluster-problems.ts';
import { EXIT, type Terminal } from '../shared/command.ts';
import { openChosenCluster } from '../shared/open-cluster.ts';
import { reportProblems } from '../shared/problems.ts';
import { printable } from '../shared/terminal-text.ts';
import { auditOnce } from './once.ts';
import { renderAudit } from './render.ts';
import { type AuditRequest, type OutputForm, readRequest } from './request.ts';

/**
 * Audits what can be read, and tells what cannot. Resolves to the exit code: 2 for bad usage, 1 for results that the user
 * wants to stop at and for what a cluster or EKS did not answer or allow, 0 otherwise.
 */
export async function runAudit(command: Command, terminal: Terminal): Promise<number> {
  const result = await readRequest(command, terminal);
  if (result.kind === 'invalid') return reportProblems(result.problems.map(printable), terminal);
  const { request } = result;
  return whileReportingClusterFailures(request, terminal, async () => {
    const { repetition } = request;
    if (repetition !== undefined) {
      const { repeatAudit } = await import('./repeat.ts');
      return repeatAudit(request, repetition, terminal);
    }
    const cluster = await openChosenCluster(request, terminal);
    const report = await auditOnce(cluster, request, terminal);
    terminal.print(renderAudit(report, request.output, terminal));
    // A person who looks at the table sees the errors there.
    const errors = terminal.outputIsTerminal && TABLES.includes(request.output) ? [] : report.errors;
    reportUnread({ ...report, errors }, terminal);
    return exitCode(report, request.failOn);
  });
}

const TABLES: readonly OutputForm[] = ['table', 'wide'];

function exitCode({ summary, errors }: AuditReport, failOn: AuditRequest['failOn']): number {
  const { results } = summary;
  const isBad = failOn !== undefined && (results.fail > 0 || (failOn === 'warn' && results.warn > 0));
  return errors.length > 0 || isBad ? EXIT.failure : EXIT.ok;
}
