import { type Field, FieldTypeError } from '../../documents/field.ts';
import { type LivePod, readLivePod } from '../../documents/workloads/live-pod.ts';
import { parseWorkloads, replicasOf, type Workload } from '../../documents/workloads/workload.ts';
import type { KindTable } from '../../documents/workloads/workload-kinds.ts';
import { EXIT } from './command.ts';
import { type Location, namespaceOf, type ObjectReference, referenceTo } from './object-reference.ts';

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
  readonly originOf: (path: string) => string;
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
export function whileReading(originOf: SubjectContext['originOf'], read: () => Subjects): Subjects {
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
