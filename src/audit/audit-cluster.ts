import { parseClusterPod } from '../documents/workloads/cluster-pod.ts';
import type { Prices } from '../fargate/cost.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import { AuditCount } from './audit-count.ts';
import { ClusterReading, type ClusterReadingOptions } from './cluster-reading.ts';
import { readFacts } from './read-facts.ts';
import type { Audited, AuditReport } from './report/report.ts';
import { HOURS_PER_MONTH } from './totals.ts';

export interface AuditOptions extends ClusterReadingOptions {
  readonly profiles: ProfileSet;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly about: Pick<Audited, 'version' | 'cluster' | 'profiles'>;
  readonly prices: Prices & { readonly source: string };
}

/** Where the pods of a cluster really run, against where new ones would. @throws UnreadableClusterError */
export async function auditCluster(options: AuditOptions): Promise<AuditReport> {
  const { profiles, nowMs, about, prices, namespaces } = options;
  const reading = new ClusterReading(options);
  const count = new AuditCount(await readFacts(reading, { profiles, nowMs }));
  await reading.read('pods', (item) => count.add(parseClusterPod(item)));
  reading.requirePods();
  return count.report({
    audited: { at: new Date(nowMs).toISOString(), namespaces, ...about },
    prices: { currency: 'USD', ...prices, hoursPerMonth: HOURS_PER_MONTH },
    errors: reading.errors,
    notes: reading.notes,
  });
}
