import type { Field } from '../documents/field.ts';
import { isKubernetesObject } from '../documents/kubernetes-objects.ts';
import { fieldInObject, type Workload } from '../documents/workloads/workload.ts';
import { FieldPath } from '../fargate/field-path.ts';
import { type Finding, type FindingCode, podFinding } from '../fargate/finding.ts';
import { ownValue } from '../fargate/pod.ts';
import { describeUnknown, type Ignore, parseIgnore } from './ignore.ts';

/** Codes of findings that are not to be reported for the object. The key is the same under any `--annotation-prefix`. */
export const IGNORE_ANNOTATION = 'fargate-admission/ignore';
export const REASON_ANNOTATION = 'fargate-admission/ignore-reason';

/** What an annotation asks for. */
export interface IgnoreAnnotation extends Ignore {
  /** Of the annotation in the object. */
  readonly field: FieldPath;
}

/** Of a workload: those of the object, and those of the pod template. */
export function workloadIgnores(object: Field, workload: Workload): readonly IgnoreAnnotation[] {
  const own = objectIgnores(object);
  if (workload.template.value === object.value) return own;
  const { annotations } = workload.pod;
  const codes = ownValue(annotations, IGNORE_ANNOTATION);
  if (codes === undefined) return own;
  const field = fieldInObject(workload, FIELD);
  return [...own, { ...parseIgnore(codes, ownValue(annotations, REASON_ANNOTATION)), field }];
}

/**
 * Of any object; none of a document that is no Kubernetes object. An annotation that is no text is none: the API server
 * takes no such object.
 */
export function objectIgnores(object: Field): readonly IgnoreAnnotation[] {
  if (!isKubernetesObject(object)) return [];
  const annotations = object.get('metadata').get('annotations');
  const codes = annotations.get(IGNORE_ANNOTATION).value;
  if (typeof codes !== 'string') return [];
  const reason = annotations.get(REASON_ANNOTATION).value;
  return [{ ...parseIgnore(codes, typeof reason === 'string' ? reason : ''), field: FIELD }];
}

const FIELD = FieldPath.of('metadata', 'annotations', { key: IGNORE_ANNOTATION });

/** A finding for each word that is no code. */
export function unknownCodes(ignores: readonly IgnoreAnnotation[]): readonly Finding[] {
  return ignores.flatMap(({ unknown, field }) =>
    unknown.map((word) => podFinding('ignore-unknown', field, describeUnknown(word))),
  );
}

/** A denial that an annotation names: its author would take the annotation for broken. */
export function withVainIgnore(found: Finding, ignored: ReadonlySet<FindingCode>): Finding {
  if (!ignored.has(found.code)) return found;
  return {
    ...found,
    message: `${found.message} (the annotation ${IGNORE_ANNOTATION} suppresses warnings, not denials)`,
  };
}

export function ignoredCodes(ignores: readonly IgnoreAnnotation[]): ReadonlySet<FindingCode> {
  return ignores.length === 0 ? NONE : new Set(ignores.flatMap(({ codes }) => codes));
}

const NONE: ReadonlySet<FindingCode> = new Set();
