import type { AuditedWorkload, Saving } from '../../audit/report/report.ts';
import { count } from '../shared/counted.ts';
import { printable } from '../shared/terminal-text.ts';
import { describeMoney } from './amount-text.ts';

/** Nobody gives up half of what a program asks for on the word of a table. */
const LARGEST_SHARE = 0.25;
const MOST = 10;

/** The changes of requests that save a size step for little, the one that saves most first. */
export function savingLines(workloads: readonly AuditedWorkload[]): readonly string[] {
  const cheap = workloads
    .flatMap((workload) => (workload.saving === undefined ? [] : [{ workload, saving: workload.saving }]))
    .filter(({ saving }) => saving.share <= LARGEST_SHARE)
    .toSorted((a, b) => b.saving.savedPerMonth - a.saving.savedPerMonth);
  if (cheap.length === 0) return [];
  const shown = cheap.slice(0, MOST).map(({ workload, saving }) => savingLine(workload, saving));
  const left = cheap.length - shown.length;
  return [
    'Smaller requests that save a size step:',
    ...shown,
    ...(left > 0 ? [`  and ${left} more, see -o json`] : []),
  ];
}

function savingLine({ kind, namespace, name, fargate }: AuditedWorkload, saving: Saving): string {
  const { from, to, savedPerMonth } = saving;
  const place = `${kind} ${namespace}/${name}`;
  return printable(
    `  ${place}: ${describeChange(saving)} in all: ${to} instead of ${from} saves ${describeMoney(savedPerMonth)} a month (${count(fargate.pods, 'pod')})`,
  );
}

/** `cpu 260m → 250m, memory 1024Mi → 768Mi` */
export function describeChange({ cpu, memory }: Saving): string {
  const changes = [
    ...(cpu === undefined ? [] : [`cpu ${cpu.from} → ${cpu.to}`]),
    ...(memory === undefined ? [] : [`memory ${memory.from} → ${memory.to}`]),
  ];
  return changes.join(', ');
}
