import type { Server } from 'node:http';
import type { ConnectionLimit } from '../../http/connection-limit.ts';
import { close, listen } from '../../http/listen.ts';
import { createHttpConnectionLimit, createHttpListener, createOpsApp } from '../../http/ops-app.ts';
import { createPageApp, isLoopback, type Page } from '../../http/page-app.ts';
import { auditCheck } from '../../http/readiness.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { WRITE_RESULTS } from '../../kubernetes/write-tally.ts';
import { type Clock, systemClock, waitFor } from '../../runtime/clock.ts';
import { FAULT_ORIGINS, type FaultOrigin } from '../../runtime/crash.ts';
import { type AuditLabels, type AuditMetrics, createAuditMetrics } from '../../telemetry/audit-metrics.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { AuditReport } from '../report/report.ts';
import { AUDIT_RESULTS, type AuditLoop, createAuditLoop } from './loop.ts';
import { createReportKeeper, type WantedReports } from './report-keeper.ts';
import { type Audit, createAuditRound, PLACEMENTS } from './round.ts';

export interface ServedAudit {
  /** From the begin of one audit to that of the next. */
  readonly periodMs: number;
  readonly reports: WantedReports;
  /** Of the page. */
  readonly reportPort: number;
  readonly reportAddress: string;
  /** Of every metric, from the configuration; undefined: metrics have no label `cluster`. */
  readonly clusterLabel: string | undefined;
  readonly opsPort: number;
  /** Of the ops port; absent: every address, IPv6 and IPv4. */
  readonly bindAddress: string | undefined;
}

export interface ServeAuditOptions {
  readonly config: ServedAudit;
  /** Of this program. */
  readonly version: string;
  readonly audit: Audit;
  readonly api: KubernetesApi;
  readonly renderPage: (report: AuditReport) => Page;
  readonly logger: Logger;
  /** Of the log; absent where its output keeps every line. */
  readonly droppedLogLines?: () => number;
  readonly clock?: Clock;
}

export interface RunningAudit {
  /** The ports that are listened on. */
  readonly reportPort: number;
  readonly opsPort: number;
  countFault(origin: FaultOrigin): void;
  /** Ends an audit that is under way. Resolves when nothing keeps the process alive. Called again, it is the same stop. */
  stop(): Promise<void>;
}

/** As long as the webhook waits for EKS. */
const READY_GRACE_MS = 60_000;

/** A page that is cut off can be loaded again. */
const MAX_CALL_MS = 1_000;

/** Repeats an audit, and publishes it as page, metrics and reports. @throws ListenError */
export async function startAudit(options: ServeAuditOptions): Promise<RunningAudit> {
  const { config, logger, clock = systemClock } = options;
  const parts = createParts({ ...options, clock });
  const ports = await openPorts(parts, config);
  logger.info({ ...ports, periodMs: config.periodMs }, 'listening');
  parts.loop.start();
  let stopping: Promise<void> | undefined;
  return {
    ...ports,
    countFault: parts.metrics.countFault,
    stop: () => {
      stopping ??= stop(parts, logger);
      return stopping;
    },
  };
}

interface Parts {
  readonly loop: AuditLoop;
  readonly metrics: InClusterMetrics;
  readonly opsServer: Server;
  readonly pageServer: Server;
}

/** By port. */
interface Connections {
  readonly ops: ConnectionLimit;
  readonly report: ConnectionLimit;
}

function createParts(options: ServeAuditOptions & { readonly clock: Clock }): Parts {
  const { config, logger, clock, renderPage } = options;
  const { periodMs } = config;
  const connections = { ops: createHttpConnectionLimit(), report: createHttpConnectionLimit() };
  let page: Page | undefined;
  const metrics = createMetrics(options, { connections, ageMs: () => loop.ageMs() });
  const keeper = createReportKeeper({
    wanted: config.reports,
    logger,
    countWrite: metrics.countReportWrite,
    wait: (delayMs) => waitFor(delayMs, clock),
  });
  const showPage = (report: AuditReport): void => {
    page = renderPage(report);
  };
  const loop = createAuditLoop({
    audit: createAuditRound({ ...options, keeper, metrics, showPage }),
    periodMs,
    clock,
  });
  const isLocal = isLoopback(config.reportAddress);
  return {
    loop,
    metrics,
    opsServer: createOpsServer({ loop, metrics, connections }, clock),
    pageServer: createHttpListener(createPageApp({ current: () => page, isLocal }), connections.report),
  };
}

interface Observed {
  readonly connections: Connections;
  readonly ageMs: () => number | undefined;
}

/** The closed sets that metric labels are taken from. */
const LABELS = {
  placements: PLACEMENTS,
  auditResults: AUDIT_RESULTS,
  writeResults: WRITE_RESULTS,
  faultOrigins: FAULT_ORIGINS,
} as const satisfies AuditLabels;

type InClusterMetrics = AuditMetrics<typeof LABELS>;

function createMetrics(
  { config, version, droppedLogLines = () => 0 }: ServeAuditOptions,
  { connections, ageMs }: Observed,
): InClusterMetrics {
  return createAuditMetrics({
    version,
    cluster: config.clusterLabel,
    labels: LABELS,
    periodMs: config.periodMs,
    state: {
      droppedLogLines,
      connections: { ...connections },
      ageSeconds: () => (ageMs() ?? Number.POSITIVE_INFINITY) / 1_000,
    },
  });
}

interface OpsNeeds extends Pick<Parts, 'loop' | 'metrics'> {
  readonly connections: Connections;
}

function createOpsServer({ loop, metrics, connections }: OpsNeeds, clock: Clock): Server {
  const startedAtMs = clock.now();
  const check = auditCheck({
    hasReport: () => loop.ageMs() !== undefined,
    problem: () => loop.last()?.reason,
    uptimeMs: () => clock.now() - startedAtMs,
    graceMs: READY_GRACE_MS,
  });
  return createHttpListener(createOpsApp({ readiness: [check], scrapeMetrics: metrics.scrape }), connections.ops);
}

async function openPorts({ opsServer, pageServer }: Parts, config: ServedAudit) {
  const opsPort = await listen(opsServer, { port: config.opsPort, address: config.bindAddress });
  try {
    const reportPort = await listen(pageServer, { port: config.reportPort, address: config.reportAddress });
    return { opsPort, reportPort };
  } catch (error) {
    opsServer.close();
    throw error;
  }
}

async function stop({ loop, opsServer, pageServer }: Parts, logger: Logger): Promise<void> {
  logger.info('stopping');
  await loop.stop();
  await Promise.all([close(pageServer, MAX_CALL_MS), close(opsServer, MAX_CALL_MS)]);
  logger.info('stopped');
  logger.flush();
}
