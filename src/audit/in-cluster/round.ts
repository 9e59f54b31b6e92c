import { abortableApi, type KubernetesApi } from '../../kubernetes/api.ts';
import { ClusterError } from '../../kubernetes/cluster-error.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { AuditFigures, AuditMetrics, CountedAudit, Placement } from '../../telemetry/audit-metrics.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { UnreadableClusterError } from '../cluster-reading.ts';
import type { AuditReport } from '../report/report.ts';
import { AUDIT_CODES, type AuditCode } from '../result.ts';
import type { AuditOutcome } from './loop.ts';
import type { ReportKeeper } from './report-keeper.ts';

/** One audit. @throws ProfileLoadError, ClusterError, UnreadableClusterError, and the signal's reason once that is aborted. */
export type Audit = (api: KubernetesApi, signal: AbortSignal) => Promise<AuditReport>;

export interface AuditRoundOptions {
  readonly audit: Audit;
  readonly api: KubernetesApi;
  readonly keeper: ReportKeeper;
  /** Makes the page of a report what is served from now on. */
  readonly showPage: (report: AuditReport) => void;
  readonly metrics: Pick<AuditMetrics, 'show'> & { countAudit(audit: CountedAudit<AuditOutcome['kind']>): void };
  readonly logger: Logger;
  readonly clock: Clock;
}

/** The work of each period: the audit, then metrics, page, reports and log. */
export function createAuditRound(options: AuditRoundOptions): (signal: AbortSignal) => Promise<AuditOutcome> {
  const { metrics, logger, clock } = options;

  return async (signal) => {
    const beganAtMs = clock.now();
    try {
      const api = abortableApi(options.api, signal);
      const report = await options.audit(api, signal);
      const durationMs = clock.now() - beganAtMs;
      return await publish({ report, api, durationMs }, options);
    } catch (error) {
      if (signal.aborted) return { kind: 'failed', reason: 'stopped' };
      const isExpected =
        error instanceof ProfileLoadError || error instanceof ClusterError || error instanceof UnreadableClusterError;
      if (!isExpected) throw error;
      const durationMs = clock.now() - beganAtMs;
      const { message: reason } = error;
      metrics.countAudit({ result: 'failed', durationMs });
      logger.warn({ durationMs: Math.round(durationMs), reason }, 'audit failed');
      return { kind: 'failed', reason };
    }
  };
}

interface Audited {
  readonly report: AuditReport;
  readonly api: KubernetesApi;
  readonly durationMs: number;
}

async function publish({ report, api, durationMs }: Audited, options: AuditRoundOptions): Promise<AuditOutcome> {
  const { metrics, logger, keeper } = options;
  const result = report.errors.length === 0 ? 'succeeded' : 'incomplete';
  metrics.show(figuresOf(report));
  metrics.countAudit({ result, durationMs });
  options.showPage(report);
  const reports = await keeper.keep(report, api);
  const { pods, results, fargate } = report.summary;
  logger.info(
    {
      result,
      durationMs: Math.round(durationMs),
      pods,
      podsOnFargate: fargate.pods,
      results,
      reports,
      ...errorsOf(report),
      ...(report.notes.length === 0 ? {} : { notes: report.notes }),
    },
    'audit',
  );
  return { kind: result };
}

/** Of a cluster where most may not be read, the first say what is missing. */
const MAX_ERRORS = 5;

function errorsOf({ errors }: AuditReport) {
  return errors.length === 0 ? {} : { errors: errors.length, firstErrors: errors.slice(0, MAX_ERRORS) };
}

/** Every verdict that there is. */
export const PLACEMENTS: readonly Placement[] = Object.entries(AUDIT_CODES).map(([code, { result }]) => ({
  result,
  code,
}));

const NOT_READABLE = 'not-readable' satisfies AuditCode;

/** Profiles that only pods name are left out: users could create any number of metric labels. */
export function figuresOf({ workloads, profiles, errors }: AuditReport): AuditFigures {
  const verdicts = workloads.flatMap((workload) => workload.verdicts);
  const unread = { result: AUDIT_CODES[NOT_READABLE].result, code: NOT_READABLE, pods: errors.length };
  return {
    placements: [...verdicts.map(({ result, code, pods }) => ({ result, code, pods })), unread],
    profiles: profiles
      .filter(({ status }) => status !== undefined)
      .map(({ name, fargate }) => ({ profile: name, ...fargate })),
  };
}
