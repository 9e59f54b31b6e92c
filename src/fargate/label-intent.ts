import { pairMatches } from './matching.ts';
import { memoizeLast } from './memoize-last.ts';
import { ownValue, type Pod, type StringMap } from './pod.ts';
import type { LabelPair } from './profile-set.ts';
import { isSimilar } from './similar-text.ts';

/** Why the author of a pod likely wants a label pair that the pod does not have. */
export type Intent =
  | { readonly kind: 'similar-value'; readonly pair: LabelPair; readonly actual: string }
  /** The pod has the value of the pair under this key. */
  | { readonly kind: 'similar-key'; readonly pair: LabelPair; readonly key: string }
  | { readonly kind: 'workload-label'; readonly pair: LabelPair }
  /** The pod has no label with the key. This alone says nothing. */
  | { readonly kind: 'absent'; readonly pair: LabelPair };

export interface IntentContext {
  readonly pod: Pod;
  /** Of the workload that creates the pod: people set a label there that the template lacks. */
  readonly workloadLabels: StringMap;
}

/**
 * Undefined where the author likely does not want the pair: the pod has a different value for the key, or the label that
 * identifies the pod would have to change. A key with a wildcard can match any label, so it shows no intent.
 */
export function intentOf(
  pair: LabelPair,
  { pod, workloadLabels }: IntentContext,
  comparisons: Comparisons,
): Intent | undefined {
  const { key, value } = pair;
  if (!pair.keyPattern.isExact || CONTROLLER_LABELS.has(key) || pod.controllerAssignedLabels.includes(key))
    return undefined;
  const actual = ownValue(pod.labels, key);
  if (actual !== undefined) {
    const isIntended = pair.isExact && !IDENTITY_LABELS.has(key) && comparisons.areSimilar(value, actual);
    return isIntended ? { kind: 'similar-value', pair, actual } : undefined;
  }
  if (pairMatches({ namespace: pod.namespace, labels: workloadLabels, controllerAssignedLabels: [] }, pair)) {
    return { kind: 'workload-label', pair };
  }
  const similar = pair.isExact ? findSimilarKey(pair, pod.labels, comparisons) : undefined;
  if (similar !== undefined) return { kind: 'similar-key', pair, key: similar };
  return IDENTITY_LABELS.has(key) ? undefined : { kind: 'absent', pair };
}

/** `label tier=front (the pod has tier=frnot)` */
export function describeIntent(intent: Intent): string {
  const { key, value } = intent.pair;
  const wanted = `label ${key}=${value}`;
  switch (intent.kind) {
    case 'similar-value':
      return `${wanted} (the pod has ${key}=${intent.actual})`;
    case 'similar-key':
      return `${wanted} (the pod has ${intent.key}=${value})`;
    case 'workload-label':
      return `${wanted} (the workload has it, but its pod template does not)`;
    case 'absent':
      return `${wanted} (the pod does not have it)`;
  }
}

/** They take a few milliseconds. Real clusters need a handful. A pod that needs more gets no near-miss finding. */
const MAX_COMPARISONS = 200;

/** Compares the texts of one pod and all profiles, up to a maximum number of comparisons. */
export class Comparisons {
  #left = MAX_COMPARISONS;

  areSimilar(a: string, b: string): boolean {
    if (this.#left === 0 || !beginAlike(a, b)) return false;
    this.#left -= 1;
    return isSimilar(a, b);
  }
}

/** A cheap test that excludes most pairs. */
function beginAlike(a: string, b: string): boolean {
  return a.charAt(0).toLowerCase() === b.charAt(0).toLowerCase();
}

/** Whether a pair names one application, as only the pods of that application have it. */
export function namesApplication({ key, isExact }: LabelPair): boolean {
  return isExact && APPLICATION_LABELS.has(key);
}

/** Controllers set these, not people: another value shows no intent. Source: labels as the controllers of Kubernetes 1.35 set them (seen). */
export const CONTROLLER_LABELS: ReadonlySet<string> = new Set([
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-generation',
  'pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
]);

/** Keys under which people write the name of an application. */
export const APPLICATION_NAMES: ReadonlySet<string> = new Set(['app', 'app.kubernetes.io/name', 'k8s-app', 'name']);

const APPLICATION_LABELS: ReadonlySet<string> = new Set([
  ...APPLICATION_NAMES,
  'app.kubernetes.io/instance',
  'release',
  'run',
]);

/**
 * Services select pods by these: a pod that gets the value of another pod receives its traffic. Source: Kubernetes,
 * "Recommended Labels"; the older labels of kubectl, Helm and cluster add-ons.
 */
export const IDENTITY_LABELS: ReadonlySet<string> = new Set([
  ...APPLICATION_LABELS,
  'app.kubernetes.io/component',
  'component',
]);

/** A person does not write more. */
const MAX_LABELS_COMPARED = 100;

interface Key {
  readonly text: string;
  /** Before the slash; empty where there is none. */
  readonly prefix: string;
  readonly name: string;
}

/** The keys that have each value. Memoized because every pair that a pod lacks needs them. */
const keysByValue: (labels: StringMap) => ReadonlyMap<string, readonly Key[]> = memoizeLast((labels) => {
  const entries = Object.entries(labels).slice(0, MAX_LABELS_COMPARED);
  const byValue = Map.groupBy(entries, ([, value]) => value);
  return new Map(Array.from(byValue, ([value, same]) => [value, same.map(([key]) => keyOf(key))]));
});

function keyOf(text: string): Key {
  const slash = text.lastIndexOf('/');
  return { text, prefix: slash < 0 ? '' : text.slice(0, slash), name: text.slice(slash + 1) };
}

/** The key under which the pod has the value of the pair. */
function findSimilarKey({ key, value }: LabelPair, labels: StringMap, comparisons: Comparisons): string | undefined {
  const candidates = keysByValue(labels).get(value);
  if (candidates === undefined) return undefined;
  const wanted = keyOf(key);
  return candidates.find((candidate) => isSimilarKey(wanted, candidate, comparisons))?.text;
}

/** The same name with two prefixes is two labels of two owners, unless a prefix is missing or misspelt. */
function isSimilarKey(a: Key, b: Key, comparisons: Comparisons): boolean {
  if (APPLICATION_NAMES.has(a.text) && APPLICATION_NAMES.has(b.text)) return true;
  if (a.prefix === b.prefix) return comparisons.areSimilar(a.name, b.name);
  if (a.name !== b.name) return false;
  return a.prefix === '' || b.prefix === '' || comparisons.areSimilar(a.prefix, b.prefix);
}
