import { type Finding, podFinding } from './finding.ts';
import { describeMissing, labelMisses, type MissingPart, type NearMiss } from './matching.ts';
import type { Pod, StringMap } from './pod.ts';
import type { ProfileSet } from './profile-set.ts';

export interface Unmatched {
  readonly pod: Pod;
  readonly profiles: ProfileSet;
  /** Of the workload that makes the pod: people put a label there that the template lacks. */
  readonly workloadLabels: StringMap;
}

/**
 * The one selector of an ACTIVE profile that a pod is likely meant for: it wants the namespace and all label pairs but
 * one fit, or the workload itself has what its pod template lacks. Where a namespace mixes Fargate and EC2, the opt-out
 * annotation says that a miss is meant, and silences this.
 */
export function checkNearMiss(unmatched: Unmatched): readonly Finding[] {
  const misses = labelMisses(unmatched.pod, unmatched.profiles).filter(isMendable);
  const forgotten = misses.find(matchesWithLabelsOfWorkload(unmatched));
  if (forgotten !== undefined) {
    const lacking = forgotten.missing.map(pairText).join(', ');
    return [nearMiss(forgotten, `would match the workload's own labels, but its pod template lacks ${lacking}`)];
  }
  const [nearest] = misses
    .filter((miss) => miss.missing.length === 1 && (miss.matchingLabels > 0 || wantsNamespace(miss)))
    .toSorted((a, b) => b.matchingLabels - a.matchingLabels);
  if (nearest === undefined) return [];
  return [nearMiss(nearest, `fails only by ${nearest.missing.map(describeMissing).join()}`)];
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

function isMendable({ profile, missing }: NearMiss): boolean {
  return (
    profile.status === 'ACTIVE' && !missing.some((part) => part.kind === 'label' && CONTROLLER_LABELS.has(part.key))
  );
}

/** One label in any namespace is how pods opt in: nearly every pod of the cluster lacks it, and rightly. */
function wantsNamespace({ profile, selectorIndex }: NearMiss): boolean {
  return profile.selectors[selectorIndex]?.namespace !== '*';
}

function matchesWithLabelsOfWorkload({ pod, profiles, workloadLabels }: Unmatched): (miss: NearMiss) => boolean {
  const completed = { ...pod, labels: { ...workloadLabels, ...pod.labels } };
  const remaining = labelMisses(completed, profiles);
  return ({ profile, selectorIndex }) =>
    !remaining.some((miss) => miss.profile === profile && miss.selectorIndex === selectorIndex);
}

function nearMiss({ selectorIndex, profile }: NearMiss, message: string): Finding {
  return podFinding(
    'near-miss',
    'metadata.labels',
    `selector ${selectorIndex} of Fargate profile ${profile.name} ${message}`,
  );
}

function pairText(part: MissingPart): string {
  return part.kind === 'label' ? `${part.key}=${part.value}` : `namespace ${part.wanted}`;
}
