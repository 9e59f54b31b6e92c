import type { KubernetesApi } from '../../kubernetes/api.ts';
import { ClusterError } from '../../kubernetes/cluster-error.ts';
import { applyObject, deleteObject } from '../../kubernetes/kept-object.ts';
import { listPages } from '../../kubernetes/list-pages.ts';
import { isServed, type ListedResource } from '../../kubernetes/listed-resources.ts';
import { type WriteCounts, type WriteResult, WriteTally } from '../../kubernetes/write-tally.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { REPORT_KINDS, REPORT_NAME, type ReportForm } from '../report/namespace-report.ts';
import type { AuditReport } from '../report/report.ts';
import { type ReportChange, ReportChanges } from '../report/report-changes.ts';

export interface ReportKeeperOptions {
  readonly wanted: WantedReports;
  readonly logger: Logger;
  readonly countWrite: (result: WriteResult) => void;
  /** Between two attempts to read a list. */
  readonly wait: (delayMs: number) => Promise<void>;
}

/** Keeps the reports in the cluster in line with the last audit. */
export interface ReportKeeper {
  /** A problem of the cluster is counted each time, and logged once until a success. */
  keep(report: AuditReport, api: KubernetesApi): Promise<WriteCounts>;
}

export function createReportKeeper({ wanted, logger, countWrite, wait }: ReportKeeperOptions): ReportKeeper {
  let loggedProblem: string | undefined;

  async function keep(report: AuditReport, api: KubernetesApi): Promise<WriteCounts> {
    const tally = new WriteTally(countWrite);
    try {
      await keepWanted({ report, api, tally, wait }, wanted);
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      tally.fail(error.message);
    }
    const { problem } = tally;
    if (problem !== undefined && problem !== loggedProblem) logger.warn({ reason: problem }, 'reports not updated');
    loggedProblem = problem;
    return tally.counts;
  }

  return { keep };
}

interface Keeping extends Pick<ReportKeeperOptions, 'wait'> {
  readonly report: AuditReport;
  readonly api: KubernetesApi;
  readonly tally: WriteTally;
}

async function keepWanted(keeping: Keeping, wanted: WantedReports): Promise<void> {
  if (wanted === 'none') return;
  const form = wanted === 'auto' ? await findForm(keeping.api) : wanted;
  if (form === undefined)
    keeping.tally.note('the cluster serves neither Reports (openreports.io) nor PolicyReports (wgpolicyk8s.io)');
  else await keepForm(keeping, form);
}

/** Looked up at each audit, so that a newly installed kind needs no restart. @throws ClusterError */
async function findForm(api: KubernetesApi): Promise<ReportForm | undefined> {
  if (await isServed(api, resourceOf('openreports'))) return 'openreports';
  return (await isServed(api, resourceOf('policyreport'))) ? 'policyreport' : undefined;
}

function resourceOf(form: ReportForm): ListedResource {
  const { group, version, plural } = REPORT_KINDS[form];
  return { groupPath: `/apis/${group}/${version}`, plural, fieldSelector: `metadata.name=${REPORT_NAME}` };
}

/** Without a change where not everything that is stored could be read. @throws ClusterError */
async function keepForm({ report, api, tally, wait }: Keeping, form: ReportForm): Promise<void> {
  const resource = resourceOf(form);
  const { namespaces } = report.audited;
  const changes = new ReportChanges(report, form);
  for (const namespace of namespaces.length === 0 ? [undefined] : namespaces) {
    for await (const page of listPages(api, { resource, namespace }, { wait })) {
      if (page.kind === 'failed') return tally.fail(`${resource.plural} could not be read: ${page.reason}`);
      for (const stored of page.items) changes.take(stored);
    }
  }
  for (const change of changes.changes()) await make(change, { api, resource, tally });
}

const FIELD_MANAGER = 'fargate-admission';

interface Making extends Pick<Keeping, 'api' | 'tally'> {
  readonly resource: ListedResource;
}

async function make(change: ReportChange, { api, resource, tally }: Making): Promise<void> {
  const kept = { api, resource, fieldManager: FIELD_MANAGER };
  switch (change.kind) {
    case 'create':
      return tally.take('written', await applyObject(kept, change.report));
    case 'replace': {
      const { report, uid } = change;
      const object = { ...report, metadata: { ...report.metadata, uid } };
      return tally.take('written', await applyObject(kept, object));
    }
    case 'delete': {
      const { namespace, uid } = change;
      return tally.take('deleted', await deleteObject(kept, { namespace, name: REPORT_NAME, uid }));
    }
    case 'leave':
      return tally.fail(
        `${resource.plural} ${REPORT_NAME} in namespace ${change.namespace} belongs to another program: delete or rename it`,
      );
  }
}

/** Which kind of report is kept in the cluster; `auto`: the first that it knows. */
export const WANTED_REPORTS = ['auto', 'openreports', 'policyreport', 'none'] as const;
export type WantedReports = (typeof WANTED_REPORTS)[number];
