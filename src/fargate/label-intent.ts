import { pairMatches } from './matching.ts';
import { memoizeLast } from './memoize-last.ts';
import { ownValue, type Pod, type StringMap } from './pod.ts';
import type { LabelPair } from './profile-set.ts';
import { isSimilar } from './similar-text.ts';

/** What says that a pod is meant to have a label pair that it does not have. */
export type Intent =
  | { readonly kind: 'similar-value'; readonly pair: LabelPair; readonly actual: string }
  /** The pod has the value of the pair under this key. */
  | { readonly kind: 'similar-key'; readonly pair: LabelPair; readonly key: string }
  | { readonly kind: 'workload-label'; readonly pair: LabelPair }
  /** The pod has no label of the key, which says nothing by itself. */
  | { readonly kind: 'absent'; readonly pair: LabelPair };

export interface IntentContext {
  readonly pod: Pod;
  /** Of the workload that makes the pod: people put a label there that the template lacks. */
  readonly workloadLabels: StringMap;
}

/**
 * Undefined where the pod is not meant to have the pair: it has another value under the key, or an identity would have to
 * change. A key with a wildcard may stand for any label.
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
    const isMeant = pair.isExact && !IDENTITY_LABELS.has(key) && comparisons.areSimilar(value, actual);
    return isMeant ? { kind: 'similar-value', pair, actual } : undefined;
  }
  if (pairMatches({ namespace: pod.namespace, labels: workloadLabels, controllerAssignedLabels: [] }, pair)) {
    return { kind: 'workload-label', pair };
  }
  const similar = pair.isExact ? findSimilarKey(pair, pod.labels, comparisons) : undefined;
  if (similar !== undefined) return { kind: 'similar-key', pair, key: similar };
  return IDENTITY_LABELS.has(key) ? undefined : { kind: 'absent', pair };
}

/** `label tier=front; the pod has tier=frnot` */
export function describeIntent(intent: Intent): string {
  const { key, value } = intent.pair;
  const wanted = `label ${key}=${value}`;
  switch (intent.kind) {
    case 'similar-value':
      return `${wanted}; the pod has ${key}=${intent.actual}`;
    case 'similar-key':
      return `${wanted}; the pod has ${intent.key}=${value}`;
    case 'workload-label':
      return `${wanted}; the workload has it, its pod template does not`;
    case 'absent':
      return `${wanted}; the pod has no such label`;
  }
}

/**
 * A few milliseconds. Real clusters need a handful; whoever makes a pod with a hundred long labels for a hundred profiles
 * of as long keys gets no near miss.
 */
const MAX_COMPARISONS = 200;

/** Compares the texts of one pod and all profiles, as long as that is cheap. */
export class Comparisons {
  #left = MAX_COMPARISONS;

  areSimilar(a: string, b: string): boolean {
    if (this.#left === 0 || !beginAlike(a, b)) return false;
    this.#left -= 1;
    return isSimilar(a, b);
  }
}

/** Others are not similar, and that is seen at a glance. */
function beginAlike(a: string, b: string): boolean {
  return a.charAt(0).toLowerCase() === b.charAt(0).toLowerCase();
}

/** Whether a pair names one application, as only the pods of that application have it. */
export function namesApplication({ key, isExact }: LabelPair): boolean {
  return isExact && APPLICATION_LABELS.has(key);
}

/** Nobody writes these into a template: a pod that has another value of one was not meant. Source: labels as the controllers of Kubernetes 1.35 set them (seen). */
const CONTROLLER_LABELS: ReadonlySet<string> = new Set([
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

/** The name of an application goes by each of these. */
const APPLICATION_NAMES: ReadonlySet<string> = new Set(['app', 'app.kubernetes.io/name', 'k8s-app', 'name']);

const APPLICATION_LABELS: ReadonlySet<string> = new Set([
  ...APPLICATION_NAMES,
  'app.kubernetes.io/instance',
  'release',
  'run',
]);

/**
 * Services select by these: a pod that gets the value of another one receives its traffic. Source: Kubernetes,
 * "Recommended Labels"; the older labels of kubectl, Helm and cluster add-ons.
 */
const IDENTITY_LABELS: ReadonlySet<string> = new Set([
  ...APPLICATION_LABELS,
  'app.kubernetes.io/component',
  'component',
]);

/** Of more, a person has not written each. */
const MAX_LABELS_COMPARED = 100;

interface Key {
  readonly text: string;
  /** Before the slash; empty where there is none. */
  readonly prefix: string;
  readonly name: string;
}

/** The keys that have each value. Every pair that a pod lacks asks for them. */
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

/** The same name with two prefixes is two labels of two owners; a prefix that is left out or misspelt is not. */
function isSimilarKey(a: Key, b: Key, comparisons: Comparisons): boolean {
  if (APPLICATION_NAMES.has(a.text) && APPLICATION_NAMES.has(b.text)) return true;
  if (a.prefix === b.prefix) return comparisons.areSimilar(a.name, b.name);
  if (a.name !== b.name) return false;
  return a.prefix === '' || b.prefix === '' || comparisons.areSimilar(a.prefix, b.prefix);
}
