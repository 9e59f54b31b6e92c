import type { Command } from 'commander';
import { compareReports } from '../../audit/comparison/comparison.ts';
import type { AuditReport } from '../../audit/report/report.ts';
import { DemandCount } from '../../aws-checks/demand.ts';
import { type AwsChecks, loadAwsChecks } from '../shared/aws-checks/run.ts';
import { reportUnread, whileReportingClusterFailures } from '../shared/cluster-problems.ts';
import { EXIT, type Terminal } from '../shared/command.ts';
import { type OpenedCluster, openChosenCluster } from '../shared/open-cluster.ts';
import { writeOutputs } from '../shared/outputs.ts';
import { reportProblems } from '../shared/problems.ts';
import { printable } from '../shared/terminal-text.ts';
import { foreignReportProblem } from './compare.ts';
import { auditOnce } from './once.ts';
import { type AuditRequest, readRequest } from './request.ts';
import { withUsage } from './usage/usage.ts';

/**
 * Audits what can be read, and reports what cannot. Resolves to the exit code: 2 for bad usage and for a file that cannot be
 * written, 1 for results at or over `--fail-on` and for what a cluster or EKS did not answer or allow, 0 otherwise.
 */
export async function runAudit(command: Command, terminal: Terminal): Promise<number> {
  const result = await readRequest(command, terminal);
  if (result.kind === 'invalid') return reportProblems(result.problems.map(printable), terminal);
  if (result.kind === 'fleet') {
    const { runFleet } = await import('./fleet/run.ts');
    return runFleet(result.request, terminal);
  }
  const { request } = result;
  return whileReportingClusterFailures(request, terminal, async () => {
    const { repetition } = request;
    if (repetition !== undefined) {
      const { repeatAudit } = await import('./repeat.ts');
      return repeatAudit(request, repetition, terminal);
    }
    const checks = await loadAwsChecks(request.awsChecks, terminal);
    if (checks?.kind === 'missing') return reportProblems([checks.problem], terminal);
    const cluster = await openChosenCluster(request, terminal);
    const { earlier } = request;
    const foreign = earlier && foreignReportProblem(earlier, cluster.name);
    if (foreign !== undefined) return reportProblems([printable(foreign)], terminal);
    const audited = await auditAndCheck({ cluster, request, checks }, terminal);
    const report: AuditReport =
      earlier === undefined ? audited : { ...audited, comparison: compareReports(earlier.report, audited) };
    const written = await writeOutputs(report, request, terminal);
    // A person who looks at the table sees the errors there.
    const errors = terminal.outputIsTerminal && request.outputs.some(isShownTable) ? [] : report.errors;
    reportUnread({ ...report, errors }, terminal);
    return written === EXIT.ok ? exitCode(report, request.failOn) : written;
  });
}

interface WantedAudit {
  readonly cluster: OpenedCluster;
  readonly request: AuditRequest;
  readonly checks: AwsChecks | undefined;
}

async function auditAndCheck({ cluster, request, checks }: WantedAudit, terminal: Terminal): Promise<AuditReport> {
  const { api } = cluster;
  if (checks === undefined) return withUsage(await auditOnce(cluster, request, terminal), request, api);
  const demand = new DemandCount({ isPartial: request.namespaces.length > 0 });
  const report = await withUsage(await auditOnce(cluster, { ...request, demand }, terminal), request, api);
  const profiles = report.profiles.filter(({ status }) => status !== undefined);
  return { ...report, awsChecks: await checks.run({ api, profiles, demand: demand.demand() }) };
}

function isShownTable({ name, file }: AuditRequest['outputs'][number]): boolean {
  return file === undefined && (name === 'table' || name === 'wide');
}

function exitCode({ summary, upgrade, awsChecks, errors }: AuditReport, failOn: AuditRequest['failOn']): number {
  const all = [summary.results, upgrade?.pods, awsChecks?.results].filter((results) => results !== undefined);
  const [fails, warns] = [all.reduce((sum, { fail }) => sum + fail, 0), all.reduce((sum, { warn }) => sum + warn, 0)];
  const isBad = failOn !== undefined && (fails > 0 || (failOn === 'warn' && warns > 0));
  return errors.length > 0 || isBad ? EXIT.failure : EXIT.ok;
}
