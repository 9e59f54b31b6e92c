import { ownValue, type StringMap } from '../../fargate/pod.ts';
import type { Field } from '../field.ts';
import type { WorkloadKind } from './workload-kind.ts';

/**
 * Whether the pods of a Job that succeeds stay until a person deletes them. What keeps only the Jobs that fail, keeps
 * them to be looked at. A Job that has a controller is deleted when that controller says so.
 *
 * Sources: Kubernetes, "Automatic Cleanup for Finished Jobs" and the history limits of "CronJob"; the two tools below.
 */
export function keepsFinishedPods(
  document: Field,
  finishedPods: WorkloadKind['finishedPods'],
  hasController: boolean,
): boolean {
  if (finishedPods === undefined) return false;
  const spec = document.get('spec');
  switch (finishedPods) {
    case 'job':
      return !hasController && !spec.get('ttlSecondsAfterFinished').isPresent && !isDeletedHook(document);
    case 'cron-job':
      return (
        spec.get('successfulJobsHistoryLimit').value !== 0 &&
        !spec.get('jobTemplate').get('spec').get('ttlSecondsAfterFinished').isPresent
      );
  }
}

/** Argo CD runs Helm's hooks too, and reads the delete policy of either tool. */
const HOOKS = ['helm.sh/hook', 'argocd.argoproj.io/hook'];

/** Separated by commas. Sources: Helm, "Chart Hooks"; Argo CD, "Sync Phases and Waves", and its `delete_policy.go`. */
const DELETES_WHAT_SUCCEEDS: readonly (readonly [annotation: string, policy: string])[] = [
  ['helm.sh/hook-delete-policy', 'hook-succeeded'],
  ['argocd.argoproj.io/hook-delete-policy', 'HookSucceeded'],
];

/** `before-hook-creation`, the default, keeps the Job until the next release; `hook-failed` keeps what succeeds. */
function isDeletedHook(job: Field): boolean {
  const annotations = job.get('metadata').get('annotations').stringMap();
  return (
    HOOKS.some((key) => ownValue(annotations, key) !== undefined) &&
    DELETES_WHAT_SUCCEEDS.some(([key, policy]) => policiesOf(annotations, key).includes(policy))
  );
}

function policiesOf(annotations: StringMap, key: string): readonly string[] {
  return (ownValue(annotations, key) ?? '').split(',').map((policy) => policy.trim());
}
