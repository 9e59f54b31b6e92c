import { unknownKindFindings } from '../../documents/assessment/unknown-kind.ts';
import { type Field, FieldTypeError } from '../../documents/field.ts';
import { FileError } from '../../documents/files/file-error.ts';
import { STANDARD_INPUT } from '../../documents/files/read-text.ts';
import { skipReason } from '../../documents/partial-workload.ts';
import { type LivePod, readLivePod } from '../../documents/workloads/live-pod.ts';
import { parseWorkloads, replicasOf, type Workload } from '../../documents/workloads/workload.ts';
import { type KindTable, workloadKindOf } from '../../documents/workloads/workload-kinds.ts';
import { FieldPath } from '../../fargate/field-path.ts';
import { EXIT, type Terminal } from './command.ts';
import { findInputs, type Input } from './inputs.ts';
import { countNotChecked, describeNotChecked, type NotCheckedThing } from './not-checked.ts';
import { describePlace, type Location, namespaceOf, type ObjectReference, referenceTo } from './object-reference.ts';
import { type ObjectInText, objectsIn } from './objects-in-text.ts';
import type { ChartOptions } from './rendering/render.ts';

/** A workload that was read from a file or a cluster. */
export interface Subject {
  readonly object: ObjectReference;
  readonly workload: Workload;
  /** For a pod that exists. */
  readonly live: LivePod | undefined;
  /** How many pods it keeps running. */
  readonly replicas: number;
  /** Undefined for an object of a cluster. */
  readonly location: Location | undefined;
}

/** The workloads that were read, and the problems with the others. */
export interface Subjects {
  readonly subjects: readonly Subject[];
  readonly problems: readonly SubjectProblem[];
}

export interface SubjectProblem {
  /** One line. */
  readonly message: string;
  /** `ok` for what is skipped. */
  readonly exitCode: (typeof EXIT)[keyof typeof EXIT];
}

export function joinSubjects(parts: readonly Subjects[]): Subjects {
  return {
    subjects: parts.flatMap(({ subjects }) => subjects),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

export interface SubjectContext {
  /** Of an object that does not name its own. */
  readonly namespace: string;
  readonly kinds: KindTable;
  /** Names the place of a field in a problem: a line of a file, or an object of a cluster. */
  readonly originOf: (path: FieldPath) => string;
  /** Undefined for an object of a cluster. */
  readonly location: Location | undefined;
}

/** Nothing for an object that is no workload. */
export function readSubject(document: Field, { namespace, kinds, originOf, location }: SubjectContext): Subjects {
  return whileReading(originOf, () => {
    const own = namespaceOf(document) ?? namespace;
    const object = { ...referenceTo(document), namespace: own };
    const subjects = (parseWorkloads(document, own, kinds) ?? []).map((workload) => ({
      object: workload.role === '' ? object : { ...object, role: workload.role },
      workload,
      live: readLivePod(document),
      location,
      replicas: replicasOf(workload),
    }));
    return { subjects, problems: [] };
  });
}

/** Reports a field that has another type than in the Kubernetes API. */
function whileReading(originOf: SubjectContext['originOf'], read: () => Subjects): Subjects {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FieldTypeError)) throw error;
    return unusable(`${originOf(error.path)}: ${error.message}`);
  }
}

export function unusable(message: string): Subjects {
  return { subjects: [], problems: [{ message, exitCode: EXIT.usage }] };
}

export function skipped(message: string): Subjects {
  return { subjects: [], problems: [{ message, exitCode: EXIT.ok }] };
}

interface FileReading {
  /** Of an object that does not name its own. */
  readonly namespace: string | undefined;
  readonly kinds: KindTable;
  readonly charts: Pick<ChartOptions, 'values' | 'sets'>;
}

/** The workloads of every document of every file; what is broken does not keep the rest from being read. */
export async function readFromFiles(
  { paths }: { readonly paths: readonly string[] },
  { namespace = 'default', kinds, charts }: FileReading,
  terminal: Terminal,
): Promise<Subjects> {
  const { inputs, errors, notChecked } = await findInputs(paths, terminal, { ...charts, namespace, isStrict: false });
  const read: ReadInput[] = [];
  for (const input of inputs) read.push(await readInput(input, { namespace, kinds }));
  const rests = [...notChecked, ...read.flatMap(({ notChecked }) => notChecked)];
  const rest = describeNotChecked(countNotChecked(rests));
  const found = joinSubjects([
    ...errors.map(({ message }) => unusable(message)),
    ...read.map(({ subjects }) => subjects),
    ...(rest === undefined ? [] : [skipped(`not read: ${rest}`)]),
  ]);
  const isEmpty = found.subjects.length === 0 && found.problems.every(({ exitCode }) => exitCode === EXIT.ok);
  const names = paths.map((path) => (path === '-' ? STANDARD_INPUT : path)).join(', ');
  return isEmpty
    ? joinSubjects([found, unusable(`${names}: no workload in it, such as a Pod or a Deployment`)])
    : found;
}

interface ReadInput {
  readonly subjects: Subjects;
  readonly notChecked: readonly NotCheckedThing[];
}

interface Reading {
  /** Of an object that does not name its own. */
  readonly namespace: string;
  readonly kinds: KindTable;
}

async function readInput(input: Input, reading: Reading): Promise<ReadInput> {
  try {
    const notChecked: NotCheckedThing[] = [];
    const subjects: Subjects[] = [];
    for await (const found of objectsIn({ ...input, text: await input.read() })) {
      if (found.kind === 'not-checked') notChecked.push(found.thing);
      else if (found.kind === 'object') {
        const read = readObject(found, reading);
        subjects.push(read.subjects);
        notChecked.push(...read.notChecked);
      } else if (found.kind === 'profiles') continue;
      else if (found.kind === 'unread-profile') {
        subjects.push(skipped(`${describePlace(found.locate(FieldPath.ROOT))}: skipped: ${found.reason}`));
      } else subjects.push(unusable(`${describePlace(found.location)}: ${found.reason}`));
    }
    return { subjects: joinSubjects(subjects), notChecked };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { subjects: unusable(error.message), notChecked: [] };
  }
}

function readObject({ object, locate }: Extract<ObjectInText, { kind: 'object' }>, reading: Reading): ReadInput {
  const location = locate(FieldPath.ROOT);
  const originOf = (field: FieldPath) => describePlace(locate(field));
  if (workloadKindOf(object, reading.kinds) === undefined) return readOtherKind(object, originOf);
  const subjects = whileReading(originOf, () => {
    const reason = skipReason(object, reading.kinds);
    if (reason === undefined) return readSubject(object, { ...reading, originOf, location });
    const { kind, name } = referenceTo(object);
    return skipped(`${describePlace(location)}: ${kind} ${name} is skipped: ${reason}`);
  });
  return { subjects, notChecked: [] };
}

function readOtherKind(object: Field, originOf: SubjectContext['originOf']): ReadInput {
  const { apiVersion, kind, name } = referenceTo(object);
  const hints = unknownKindFindings(object).map(({ field, message, fix }) =>
    skipped(`${originOf(field)}: ${kind} ${name} is skipped: ${message}; ${fix}`),
  );
  return { subjects: joinSubjects(hints), notChecked: [{ reason: 'other-kind', apiVersion, kind }] };
}
