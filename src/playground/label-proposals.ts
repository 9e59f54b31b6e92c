import { type Change, valueAt } from '../documents/edit/change.ts';
import { isObject } from '../documents/field.ts';
import { FieldPath } from '../fargate/field-path.ts';
import type { Intent } from '../fargate/label-intent.ts';
import { findNearMiss } from '../fargate/near-miss.ts';
import { ownValue } from '../fargate/pod.ts';
import { PROFILE_LABEL } from '../fargate/prediction.ts';
import { type Found, type Proposal, podField } from './proposal.ts';

/** Makes the labels of the pod those that the nearest selector asks for. */
export function correctsLabels(found: Found): Proposal | undefined {
  const { explanation, profiles } = found;
  const { pod, labels: workloadLabels } = explanation.workload;
  const miss = findNearMiss({ pod, workloadLabels, profiles });
  const labels = podField(found, 'metadata', 'labels');
  if (miss === undefined || labels === undefined) return undefined;
  const corrections = miss.intents.map((intent) => correctionOf(intent, { found, labels }));
  const known = corrections.filter((correction) => correction !== undefined);
  if (known.length < corrections.length) return undefined;
  const [first = '', ...rest] = known.map(({ title }) => title);
  return { title: [first, ...rest.map(lowerFirst)].join(' and '), changes: known.map(({ change }) => change) };
}

interface Correction {
  readonly title: string;
  readonly change: Change;
}

/** Undefined where the value is not known, or the workload finds its pods by the label that would change. */
function correctionOf(
  intent: Intent,
  { found, labels }: { readonly found: Found; readonly labels: FieldPath },
): Correction | undefined {
  const { key, value, isExact } = intent.pair;
  switch (intent.kind) {
    case 'similar-value':
      if (isSelectedBy(found.object, key)) return undefined;
      return { title: `Set the label ${key} to ${value}`, change: { kind: 'set', path: labels.to({ key }), value } };
    case 'similar-key': {
      if (isSelectedBy(found.object, intent.key)) return undefined;
      const path = labels.to({ key: intent.key });
      return { title: `Rename the label ${intent.key} to ${key}`, change: { kind: 'rename', path, key } };
    }
    case 'workload-label': {
      const own = ownValue(found.explanation.workload.labels, key);
      return own === undefined ? undefined : added(labels, key, own);
    }
    case 'absent':
      return isExact ? added(labels, key, value) : undefined;
  }
}

function added(labels: FieldPath, key: string, value: string): Correction {
  return { title: `Add the label ${key}=${value}`, change: { kind: 'put', path: labels, key, value } };
}

/** A label in the selector of a workload cannot change alone: the API server refuses a template that does not match it. */
function isSelectedBy(object: unknown, key: string): boolean {
  const selector = valueAt(object, FieldPath.of('spec', 'selector'));
  const pairs = valueAt(selector, FieldPath.of('matchLabels'));
  const expressions = valueAt(selector, FieldPath.of('matchExpressions'));
  return (
    [selector, pairs].some((map) => isObject(map) && Object.hasOwn(map, key)) ||
    (Array.isArray(expressions) && expressions.some((one) => isObject(one) && one['key'] === key))
  );
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** Where the profile exists: EKS reads the label and not the annotation. */
export function movesProfileAnnotation(found: Found): Proposal | undefined {
  const { explanation, profiles } = found;
  const { pod } = explanation.workload;
  const name = ownValue(pod.annotations, PROFILE_LABEL);
  const annotation = podField(found, 'metadata', 'annotations', { key: PROFILE_LABEL });
  const labels = podField(found, 'metadata', 'labels');
  if (name === undefined || annotation === undefined || labels === undefined || !profiles.byName.has(name)) {
    return undefined;
  }
  const label: Change =
    ownValue(pod.labels, PROFILE_LABEL) === undefined
      ? { kind: 'put', path: labels, key: PROFILE_LABEL, value: name }
      : { kind: 'set', path: labels.to({ key: PROFILE_LABEL }), value: name };
  return { title: 'Make the annotation a label', changes: [label, { kind: 'remove', path: annotation }] };
}
