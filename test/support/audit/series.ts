import { AUDIT_RESULTS } from '../../../src/audit/in-cluster/loop.ts';
import { PLACEMENTS } from '../../../src/audit/in-cluster/round.ts';
import { WRITE_RESULTS } from '../../../src/kubernetes/write-tally.ts';
import { FAULT_ORIGINS } from '../../../src/runtime/crash.ts';
import { type AuditMetrics, createAuditMetrics } from '../../../src/telemetry/audit-metrics.ts';
import { parseExposition, type Series } from '../monitoring/exposition.ts';

const NO_CONNECTIONS = { open: () => 0, closed: () => 0 };
const SOME = { vcpu: 1, gigabytes: 2 };

/** Metrics of an audit every ten minutes, the last of which is half a minute old. */
export function auditMetrics(ageSeconds = 30, cluster?: string): AuditMetrics {
  return createAuditMetrics({
    version: '1.2.3',
    cluster,
    labels: {
      placements: PLACEMENTS,
      auditResults: AUDIT_RESULTS,
      writeResults: WRITE_RESULTS,
      faultOrigins: FAULT_ORIGINS,
    },
    periodMs: 600_000,
    state: {
      ageSeconds: () => ageSeconds,
      droppedLogLines: () => 0,
      connections: { ops: NO_CONNECTIONS, report: NO_CONNECTIONS },
    },
  });
}

/** What the process of an audit shows once it has audited a cluster that has one profile. */
export async function auditSeries(): Promise<readonly Series[]> {
  return parseExposition(await auditScrape());
}

/** The same, as Prometheus reads it. */
export async function auditScrape(cluster?: string): Promise<string> {
  const metrics = auditMetrics(30, cluster);
  const profile = { profile: 'web', requested: SOME, provisioned: SOME, costPerMonth: 10, unusedCostPerMonth: 1 };
  metrics.show({ placements: [], profiles: [profile] });
  return (await metrics.scrape()).text;
}
