import { stringify } from 'csv-stringify/sync';
import type { AuditedPod, AuditedWorkload, AuditReport } from '../../audit/report/report.ts';
import { printable } from '../shared/terminal-text.ts';

const COLUMNS = [
  'namespace',
  'workloadKind',
  'workload',
  'pod',
  'result',
  'code',
  'message',
  'fix',
  'placement',
  'node',
  'profile',
  'predictedProfile',
  'requestedVcpu',
  'requestedGB',
  'provisionedVcpu',
  'provisionedGB',
] as const;

/** A row for each pod. A spreadsheet takes what begins with `=` for a formula: such text is led by an apostrophe. */
export function renderCsv({ workloads }: AuditReport): string {
  const rows = workloads.flatMap((workload) => workload.podList.map((pod) => printableRow(rowOf(workload, pod))));
  return stringify(rows, { header: true, columns: [...COLUMNS], escape_formulas: true });
}

type Row = Readonly<Record<(typeof COLUMNS)[number], string | number>>;

function printableRow(row: Row): Readonly<Record<string, string | number>> {
  const cells = Object.entries(row).map(([column, cell]) => [
    column,
    typeof cell === 'string' ? printable(cell) : cell,
  ]);
  return Object.fromEntries(cells);
}

function rowOf(workload: AuditedWorkload, pod: AuditedPod): Row {
  return {
    namespace: workload.namespace,
    workloadKind: workload.kind,
    workload: workload.name,
    pod: pod.name,
    result: pod.result,
    code: pod.code,
    message: pod.message,
    fix: pod.fix,
    placement: pod.placement,
    node: pod.node ?? '',
    profile: pod.profile ?? '',
    predictedProfile: pod.predictedProfile ?? '',
    requestedVcpu: pod.requested.vcpu,
    requestedGB: pod.requested.gigabytes,
    provisionedVcpu: pod.provisioned?.vcpu ?? '',
    provisionedGB: pod.provisioned?.gigabytes ?? '',
  };
}
