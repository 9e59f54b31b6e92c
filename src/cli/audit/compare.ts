import type { Command } from 'commander';
import type { Comparison, CostChange, WorkloadChange } from '../../audit/comparison/comparison.ts';
import { type ComparableReport, parseEarlierReport } from '../../audit/comparison/earlier-report.ts';
import type { Move, Problem } from '../../audit/comparison/workload-difference.ts';
import { DocumentError } from '../../documents/document-error.ts';
import { Field, FieldTypeError } from '../../documents/field.ts';
import { FileError } from '../../documents/files/file-error.ts';
import { readText } from '../../documents/files/read-text.ts';
import type { SettingReader } from '../../settings/reader.ts';
import { type Flag, flagValues } from '../shared/flags.ts';
import { count, type Paint, printable, type Tone } from '../shared/terminal-text.ts';

export const COMPARE_FLAG = {
  name: 'compare',
  placeholder: 'FILE',
  description: 'earlier report of the same cluster, as audit -o json wrote it: say what has changed since',
} as const satisfies Flag;

export interface EarlierReport {
  readonly path: string;
  readonly report: ComparableReport;
}

/** Undefined where no comparison is asked for; the reader rejects a file that is no report. */
export async function readEarlierReport(command: Command, reader: SettingReader): Promise<EarlierReport | undefined> {
  const path = flagValues(command, COMPARE_FLAG, reader).at(-1);
  if (path === undefined) return undefined;
  try {
    return { path, report: parseEarlierReport(new Field(JSON.parse(await readText(path, path)))) };
  } catch (error) {
    if (error instanceof FileError) reader.reject(`--${COMPARE_FLAG.name}: ${error.message}`);
    else if (error instanceof SyntaxError || error instanceof DocumentError || error instanceof FieldTypeError) {
      reader.reject(`--${COMPARE_FLAG.name}: ${path}: ${error.message}; give a report that audit -o json wrote`);
    } else throw error;
    return undefined;
  }
}

/** Why the report is not compared with an audit of this cluster; undefined where it is of the same one. */
export function foreignReportProblem({ path, report }: EarlierReport, cluster: string): string | undefined {
  const { cluster: earlier } = report.audited;
  if (earlier === cluster) return undefined;
  return `--${COMPARE_FLAG.name}: ${path}: it is a report of ${JSON.stringify(earlier)}, and this audit is of ${JSON.stringify(cluster)}: choose the same context (--context), or another report`;
}

interface Style {
  readonly paint: Paint;
  readonly money: (amount: number) => string;
}

/** `Since 2026-11-25T…: 1 workload new, 2 gone, …; $9.01 a month then, $18.02 now` */
export function describeComparison({ since, counts, cost }: Comparison, { money }: Pick<Style, 'money'>): string {
  const workloads = `${count(counts.new, 'workload')} new, ${counts.gone} gone, ${counts.changed} changed, ${counts.unchanged} as before`;
  return `Since ${since}: ${workloads}${cost === undefined ? '' : `; ${money(cost.before)} a month then, ${money(cost.after)} now`}`;
}

export function comparisonLines(comparison: Comparison | undefined, style: Style): readonly string[] {
  if (comparison === undefined) return [];
  return [
    printable(describeComparison(comparison, style)),
    ...comparison.workloads.flatMap((change) => changeLines(change, style)),
    ...comparison.notes.map((note) => `  ${style.paint('faint', 'note')}  ${printable(note)}`),
  ];
}

const CHANGE_TONES: Readonly<Record<WorkloadChange['change'], Tone>> = {
  new: 'strong',
  gone: 'faint',
  changed: 'hint',
};

function changeLines(change: WorkloadChange, style: Style): readonly string[] {
  const { kind, namespace, name, moves, cost, appeared, resolved } = change;
  const parts = [...moves.map(describeMove), ...costText(cost, style)];
  const said = `${kind} ${namespace}/${name}${parts.length === 0 ? '' : `: ${parts.join('; ')}`}`;
  return [
    `  ${style.paint(CHANGE_TONES[change.change], change.change)}  ${printable(said)}`,
    ...appeared.map((problem) => `    ${style.paint('bad', 'appeared')}  ${describeProblem(problem)}`),
    ...resolved.map((problem) => `    ${style.paint('good', 'resolved')}  ${describeProblem(problem)}`),
  ];
}

/** `size 0.25vCPU 0.5GB → 0.5vCPU 1GB` */
function describeMove({ what, before, after }: Move): string {
  return `${what} ${before.join(', ') || 'none'} → ${after.join(', ') || 'none'}`;
}

function costText(cost: CostChange | undefined, { money }: Style): readonly string[] {
  if (cost === undefined || cost.before === cost.after) return [];
  return [`${money(cost.before)} → ${money(cost.after)} a month`];
}

function describeProblem({ level, code, field, message }: Problem): string {
  return printable(`${level} ${code}${field === undefined ? '' : ` at ${field}`}: ${message}`);
}
