import { POLICY_LABELS, POLICY_LIMITS } from '../../../src/policies/in-cluster/serve-policies.ts';
import { createPolicyMetrics, type PolicyMetrics } from '../../../src/telemetry/policy-metrics.ts';
import { parseExposition, type Series } from '../monitoring/exposition.ts';

const NO_CONNECTIONS = { open: () => 0, closed: () => 0 };

/** Metrics of a process that keeps policies up to date every minute, the last time half a minute ago. */
export function policyMetrics(): PolicyMetrics<typeof POLICY_LABELS> {
  return createPolicyMetrics({
    version: '1.2.3',
    labels: POLICY_LABELS,
    periodMs: 60_000,
    limits: POLICY_LIMITS,
    state: {
      profileCount: (status) => (status === 'ACTIVE' ? 3 : 0),
      profilesAgeSeconds: () => 30,
      ageSeconds: () => 30,
      lastWriteSeconds: () => 1_800_000_000,
      droppedLogLines: () => 0,
      connections: { ops: NO_CONNECTIONS },
    },
  });
}

export async function policySeries(): Promise<readonly Series[]> {
  return parseExposition(await policyScrape());
}

/** The same, as Prometheus reads it. */
export async function policyScrape(): Promise<string> {
  return (await policyMetrics().scrape()).text;
}
