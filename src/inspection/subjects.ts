import { unknownKindFindings } from '../documents/assessment/unknown-kind.ts';
import { type Field, FieldTypeError } from '../documents/field.ts';
import { skipReason } from '../documents/partial-workload.ts';
import { type LivePod, readLivePod } from '../documents/workloads/live-pod.ts';
import { parseWorkloads, replicasOf, type Workload } from '../documents/workloads/workload.ts';
import { type KindTable, workloadKindOf } from '../documents/workloads/workload-kinds.ts';
import { FieldPath } from '../fargate/field-path.ts';
import { type IgnoreAnnotation, workloadIgnores } from '../suppression/annotations.ts';
import { type CommentInObject, commentedObjectsIn, reportedBefore } from './commented-objects.ts';
import type { NotCheckedThing } from './not-checked.ts';
import { describePlace, type Location, namespaceOf, type ObjectReference, referenceTo } from './object-reference.ts';
import type { Locate, ObjectInText, SourceText } from './objects-in-text.ts';

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
  /** Of its fields; undefined for an object of a cluster. */
  readonly locate: Locate | undefined;
  /** In its document. */
  readonly path: FieldPath;
  /** What its author wants to be suppressed. */
  readonly ignores: readonly IgnoreAnnotation[];
  readonly comments: readonly CommentInObject[];
}

/** The workloads that were read, and the problems with the others. */
export interface Subjects<Made = Subject> {
  readonly subjects: readonly Made[];
  readonly problems: readonly SubjectProblem[];
}

export interface SubjectProblem {
  /** `skipped`: what is no mistake. `unanswered`: a cluster did not answer, or did not allow it. */
  readonly kind: 'skipped' | 'unusable' | 'unanswered';
  /** One line. */
  readonly message: string;
}

export function joinSubjects<Made>(parts: readonly Subjects<Made>[]): Subjects<Made> {
  return {
    subjects: parts.flatMap(({ subjects }) => subjects),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

export interface SubjectContext {
  /** Of an object that does not name its own. */
  readonly namespace: string;
  readonly kinds: KindTable;
  /** What a problem calls an object of a cluster; one of a file is called by the place of the field. */
  readonly from: Locate | string;
  /** Of the object in its document; absent for the document itself. */
  readonly path?: FieldPath;
  /** In the lines of the object. */
  readonly comments?: readonly CommentInObject[];
}

/** Nothing for an object that is no workload. */
export function readSubject(document: Field, context: SubjectContext): Subjects {
  const { namespace, kinds, from, path = FieldPath.ROOT, comments = [] } = context;
  return whileReading(from, () => {
    const own = namespaceOf(document) ?? namespace;
    const locate = typeof from === 'string' ? undefined : from;
    const object = { ...referenceTo(document), namespace: own };
    const subjects = (parseWorkloads(document, own, kinds) ?? []).map((workload, index) => ({
      object: workload.role === '' ? object : { ...object, role: workload.role },
      workload,
      live: readLivePod(document),
      replicas: replicasOf(workload),
      location: locate?.(FieldPath.ROOT),
      locate,
      path,
      ignores: workloadIgnores(document, workload),
      comments: index === 0 ? comments : reportedBefore(comments),
    }));
    return { subjects, problems: [] };
  });
}

/** Reports a field that has another type than in the Kubernetes API. */
function whileReading(from: SubjectContext['from'], read: () => Subjects): Subjects {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FieldTypeError)) throw error;
    return unusable(`${originOf(error.path, from)}: ${error.message}`);
  }
}

function originOf(field: FieldPath, from: SubjectContext['from']): string {
  return typeof from === 'string' ? from : describePlace(from(field));
}

export function unusable(message: string): Subjects<never> {
  return { subjects: [], problems: [{ kind: 'unusable', message }] };
}

export function skipped(message: string): Subjects<never> {
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
  for await (const { found, comments } of commentedObjectsIn(source)) {
    if (found.kind === 'not-checked') notChecked.push(found.thing);
    else if (found.kind === 'object') {
      const read = readObject(found, { ...reading, from: found.locate, path: found.path, comments });
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
  context: SubjectContext,
): SubjectsInText {
  const isOther = workloadKindOf(object, context.kinds) === undefined;
  const read = whileReading(locate, () => {
    if (isOther) return readOtherKind(object, locate);
    const reason = skipReason(object, context.kinds);
    if (reason === undefined) return readSubject(object, context);
    const { kind, name } = referenceTo(object);
    return skipped(`${describePlace(locate(FieldPath.ROOT))}: ${kind} ${name} is skipped: ${reason}`);
  });
  const isNotChecked = isOther && read.problems.every(({ kind }) => kind === 'skipped');
  return { ...read, notChecked: isNotChecked ? [{ reason: 'other-kind', ...typeOf(object) }] : [] };
}

function typeOf(object: Field): Pick<ObjectReference, 'apiVersion' | 'kind'> {
  const { apiVersion, kind } = referenceTo(object);
  return { apiVersion, kind };
}

function readOtherKind(object: Field, locate: Locate): Subjects {
  const { kind, name } = referenceTo(object);
  const hints = unknownKindFindings(object).map(({ field, message, fix }) =>
    skipped(`${describePlace(locate(field))}: ${kind} ${name} is skipped: ${message}; ${fix}`),
  );
  return joinSubjects(hints);
}
