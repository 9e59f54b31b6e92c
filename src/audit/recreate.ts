import type { WorkloadReference } from './controllers.ts';

const RESTARTED_BY_KUBECTL: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** How a person has a pod made anew. */
export function recreation({ kind, namespace, name }: WorkloadReference, podName: string): string {
  if (RESTARTED_BY_KUBECTL.has(kind)) return `kubectl rollout restart ${kind.toLowerCase()}/${name} -n ${namespace}`;
  if (kind === 'CronJob') return `nothing: the next run of CronJob ${name} makes a new pod`;
  if (kind === 'Pod') return `delete the pod and create it again: kubectl delete pod ${podName} -n ${namespace}`;
  return `kubectl delete pod ${podName} -n ${namespace}: ${kind} ${name} makes a new one`;
}

/** Where the author of a pod writes what it is. */
export function sourceOf({ kind, name }: WorkloadReference): string {
  return kind === 'Pod' ? 'the manifest of the pod' : `the pod template of ${kind} ${name}`;
}
