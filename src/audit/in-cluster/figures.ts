import type { AuditFigures, Placement } from '../../telemetry/audit-metrics.ts';
import type { AuditReport } from '../report/report.ts';
import { AUDIT_CODES, type AuditCode } from '../result.ts';

/** Every verdict that there is. */
export const PLACEMENTS: readonly Placement[] = Object.entries(AUDIT_CODES).map(([code, { result }]) => ({
  result,
  code,
}));

const NOT_READABLE = 'not-readable' satisfies AuditCode;

/** A profile that only pods name is a tenant's word, and no label of a metric. */
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
