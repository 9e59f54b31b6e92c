import { FileError } from '../../documents/files/file-error.ts';
import { STANDARD_INPUT } from '../../documents/files/read-text.ts';
import type { KindTable } from '../../documents/workloads/workload-kinds.ts';
import { countNotChecked } from '../../inspection/not-checked.ts';
import {
  joinSubjects,
  type Subject,
  type SubjectReading,
  type Subjects,
  skipped,
  subjectsIn,
  unusable,
} from '../../inspection/subjects.ts';
import type { Terminal } from './command.ts';
import { findInputs, type Input } from './inputs.ts';
import { describeNotChecked } from './not-checked-text.ts';
import type { ChartOptions } from './rendering/render.ts';

interface FilesToRead<Made> {
  readonly paths: readonly string[];
  /** Called for each as soon as it is read, so that no more of a file than what this returns is kept in memory. */
  readonly make: (subject: Subject) => Made;
}

interface FileReading {
  /** Of an object that does not name its own. */
  readonly namespace: string | undefined;
  readonly kinds: KindTable;
  readonly charts: Pick<ChartOptions, 'values' | 'sets'>;
}

/** The workloads of every document of every file; what is broken does not keep the rest from being read. */
export async function readFromFiles<Made>(
  { paths, make }: FilesToRead<Made>,
  { namespace = 'default', kinds, charts }: FileReading,
  terminal: Terminal,
): Promise<Subjects<Made>> {
  const { inputs, errors, notChecked } = await findInputs(paths, terminal, { ...charts, namespace, isStrict: false });
  const read: Subjects<Made>[] = [];
  const rests = [...notChecked];
  for (const input of inputs) {
    const found = await readInput(input, { namespace, kinds });
    read.push({ subjects: found.subjects.map(make), problems: found.problems });
    rests.push(...found.notChecked);
  }
  const rest = describeNotChecked(countNotChecked(rests));
  const found = joinSubjects<Made>([
    ...errors.map(({ message }) => unusable(message)),
    ...read,
    ...(rest === undefined ? [] : [skipped(`not read: ${rest}`)]),
  ]);
  const isEmpty = found.subjects.length === 0 && found.problems.every(({ kind }) => kind === 'skipped');
  const names = paths.map((path) => (path === '-' ? STANDARD_INPUT : path)).join(', ');
  return isEmpty
    ? joinSubjects<Made>([found, unusable(`${names}: no workload in it, such as a Pod or a Deployment`)])
    : found;
}

async function readInput(input: Input, reading: SubjectReading) {
  try {
    return await subjectsIn({ ...input, text: await input.read() }, reading);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { ...unusable(error.message), notChecked: [] };
  }
}
