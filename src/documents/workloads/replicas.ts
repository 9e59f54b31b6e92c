import type { Field } from '../field.ts';

/**
 * How many pods a workload keeps running: what it says, else one. A DaemonSet has one for each node, which its object does
 * not tell: it counts as one.
 *
 * @throws FieldTypeError where the number is none.
 */
export function readReplicas(document: Field): number {
  const spec = document.get('spec');
  switch (document.get('kind').value) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet':
      return spec.get('replicas').number() ?? 1;
    case 'Job':
      return spec.get('parallelism').number() ?? 1;
    case 'CronJob':
      return spec.get('jobTemplate').get('spec').get('parallelism').number() ?? 1;
    default:
      return 1;
  }
}
