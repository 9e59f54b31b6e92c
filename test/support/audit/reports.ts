import { AuditCount } from '../../../src/audit/audit-cluster.ts';
import type { AuditError, AuditReport } from '../../../src/audit/report/report.ts';
import { PUBLIC_PRICES } from '../../../src/fargate/cost.ts';
import { AUDIT_CASES, type AuditCase } from './cases.ts';
import { clusterFacts, clusterPodOf, NOW_MS } from './cluster-facts.ts';

interface ReportParts {
  readonly errors?: readonly AuditError[];
  /** Empty: all. */
  readonly namespaces?: readonly string[];
}

/** The report on a cluster with these pods. */
export function auditReport(
  cases: readonly AuditCase[],
  { errors = [], namespaces = [] }: ReportParts = {},
): AuditReport {
  const count = new AuditCount(clusterFacts(cases));
  for (const one of cases) count.add(clusterPodOf(one));
  return count.report({
    audited: { at: new Date(NOW_MS).toISOString(), version: '0.1.0', cluster: 'test', profiles: 'files', namespaces },
    prices: { currency: 'USD', ...PUBLIC_PRICES, source: 'public price', hoursPerMonth: 730 },
    errors,
    notes: [],
  });
}

/** One of the pods that stand for a verdict, in a namespace of one's choice. */
export function auditCase(name: string, namespace = 'shop'): AuditCase {
  const found = AUDIT_CASES.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(`no case ${name}`);
  return { ...found, namespace };
}
