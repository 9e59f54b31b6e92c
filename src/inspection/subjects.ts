import { unknownKindFindings } from '../documents/assessment/unknown-kind.ts';
import { type Field, FieldTypeError } from '../documents/field.ts';
import { skipReason } from '../documents/partial-workload.ts';
import { type LivePod, readLivePod } from '../documents/workloads/live-pod.ts';
import { parseWorkloads, replicasOf, type Workload } from '../documents/workloads/workload.ts';
import { type KindTable, workloadKindOf } from '../documents/workloads/workload-kinds.ts';
import { FieldPath } from '../fargate/field-path.ts';
import type { NotCheckedThing } from './not-checked.ts';
import { describePlace, type Location, namespaceOf, type ObjectReference, referenceTo } from './object-reference.ts';
import { type ObjectInText, objectsIn, type SourceText } from './objects-in-text.ts';

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
  /** `skipped`: what is no mistake. `unanswered`: a cluster did not answer, or did not allow it. */
  readonly kind: 'skipped' | 'unusable' | 'unanswered';
  /** One line. */
  readonly message: string;
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
  return { subjects: [], problems: [{ kind: 'unusable', message }] };
}

export function skipped(message: string): Subjects {
  return { subjects: [], problems: [{ kind: 'skipped', message }] };
}

export interface SubjectsInText extends Subjects {
  readonly notChecked: readonly NotCheckedThing[];
}

export interface SubjectReading {
  /** Of an object that does not name its own. */
  readonly namespace: string;
  readonly kinds: KindTable;
}

/** The workloads of every document of a text; what is broken does not keep the rest from being read. */
export async function subjectsIn(source: SourceText, reading: SubjectReading): Promise<SubjectsInText> {
  const notChecked: NotCheckedThing[] = [];
  const subjects: Subjects[] = [];
  for await (const found of objectsIn(source)) {
    if (found.kind === 'not-checked') notChecked.push(found.thing);
    else if (found.kind === 'object') {
      const read = readObject(found, reading);
      subjects.push(read);
      notChecked.push(...read.notChecked);
    } else if (found.kind === 'profiles') continue;
    else if (found.kind === 'unread-profile') {
      subjects.push(skipped(`${describePlace(found.locate(FieldPath.ROOT))}: skipped: ${found.reason}`));
    } else subjects.push(unusable(`${describePlace(found.location)}: ${found.reason}`));
  }
  return { ...joinSubjects(subjects), notChecked };
}

function readObject(
  { object, locate }: Extract<ObjectInText, { kind: 'object' }>,
  reading: SubjectReading,
): SubjectsInText {
  const location = locate(FieldPath.ROOT);
  const originOf = (field: FieldPath) => describePlace(locate(field));
  if (workloadKindOf(object, reading.kinds) === undefined) return readOtherKind(object, originOf);
  const read = whileReading(originOf, () => {
    const reason = skipReason(object, reading.kinds);
    if (reason === undefined) return readSubject(object, { ...reading, originOf, location });
    const { kind, name } = referenceTo(object);
    return skipped(`${describePlace(location)}: ${kind} ${name} is skipped: ${reason}`);
  });
  return { ...read, notChecked: [] };
}

function readOtherKind(object: Field, originOf: SubjectContext['originOf']): SubjectsInText {
  const { apiVersion, kind, name } = referenceTo(object);
  const hints = unknownKindFindings(object).map(({ field, message, fix }) =>
    skipped(`${originOf(field)}: ${kind} ${name} is skipped: ${message}; ${fix}`),
  );
  return { ...joinSubjects(hints), notChecked: [{ reason: 'other-kind', apiVersion, kind }] };
}
