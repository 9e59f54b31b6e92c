import type { KubernetesApi } from '../../kubernetes/api.ts';
import { ClusterError } from '../../kubernetes/cluster-error.ts';
import { listPages } from '../../kubernetes/list-pages.ts';
import { isServed, type ListedResource } from '../../kubernetes/listed-resources.ts';
import { applyObject, deleteObject, type WriteOutcome } from '../../kubernetes/namespaced-object.ts';
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

interface Making extends Pick<Keeping, 'api' | 'tally'> {
  readonly resource: ListedResource;
}

async function make(change: ReportChange, { api, resource, tally }: Making): Promise<void> {
  switch (change.kind) {
    case 'create':
      return count(await applyObject(api, resource, change.report), 'written', tally);
    case 'replace': {
      const { report, uid } = change;
      const object = { ...report, metadata: { ...report.metadata, uid } };
      return count(await applyObject(api, resource, object), 'written', tally);
    }
    case 'delete': {
      const { namespace, uid } = change;
      return count(await deleteObject(api, resource, { namespace, name: REPORT_NAME, uid }), 'deleted', tally);
    }
    case 'leave':
      return tally.fail(
        `${resource.plural} ${REPORT_NAME} in namespace ${change.namespace} belongs to another program: delete or rename it`,
      );
  }
}

function count(outcome: WriteOutcome, done: WriteResult, tally: WriteTally): void {
  if (outcome.kind === 'failed') tally.fail(outcome.reason);
  else tally.add(outcome.kind === 'done' ? done : outcome.kind);
}

/** What becomes of a report that has to be written or deleted. */
export const WRITE_RESULTS = ['written', 'deleted', 'gone', 'conflict', 'failed'] as const;
export type WriteResult = (typeof WRITE_RESULTS)[number];

export type WriteCounts = Readonly<Partial<Record<WriteResult, number>>>;

/** What became of the reports of one audit. */
export class WriteTally {
  readonly #count: (result: WriteResult) => void;
  readonly #counts = new Map<WriteResult, number>();
  #problem: string | undefined;

  constructor(count: (result: WriteResult) => void) {
    this.#count = count;
  }

  add(result: WriteResult): void {
    this.#counts.set(result, (this.#counts.get(result) ?? 0) + 1);
    this.#count(result);
  }

  fail(reason: string): void {
    this.add('failed');
    this.note(reason);
  }

  /** Something to know that is no failure. */
  note(problem: string): void {
    this.#problem ??= problem;
  }

  /** The first; the others are most often the same. */
  get problem(): string | undefined {
    return this.#problem;
  }

  get counts(): WriteCounts {
    return Object.fromEntries(this.#counts);
  }
}

/** Which kind of report is kept in the cluster; `auto`: the first that it knows. */
export const WANTED_REPORTS = ['auto', 'openreports', 'policyreport', 'none'] as const;
export type WantedReports = (typeof WANTED_REPORTS)[number];
