import { ownValue, type Pod } from '../../fargate/pod.ts';
import type { Field } from '../field.ts';
import { CAPACITY_ANNOTATION } from './live-pod.ts';
import { parsePod } from './pod.ts';

/** A pod of a cluster: what it asks for, and what has become of it. */
export interface ClusterPod {
  readonly pod: Pod;
  readonly name: string;
  /** Milliseconds since 1970; NaN where the API server does not say it. */
  readonly createdAtMs: number;
  /** `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`. */
  readonly phase: string;
  readonly isBeingDeleted: boolean;
  /** Made by a kubelet from a file; what the API server shows of it is a mirror. */
  readonly isStatic: boolean;
  /** In EKS's words, such as `0.25vCPU 0.5GB`. */
  readonly provisioned: string | undefined;
  /** Why no scheduler has placed it, as its `PodScheduled` condition says. */
  readonly unscheduled: string | undefined;
}

/** Source: Kubernetes, `kubernetes.io/config.mirror`, in "Well-Known Labels, Annotations and Taints". */
const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

/**
 * An item of a PodList, which does not say what it is.
 *
 * @throws FieldTypeError where a field that is read has another type than the Kubernetes API gives it.
 */
export function parseClusterPod(item: Field): ClusterPod {
  const metadata = item.get('metadata');
  const pod = parsePod(item, metadata.get('namespace').string() ?? '');
  return {
    pod,
    name: metadata.get('name').string() ?? '',
    createdAtMs: Date.parse(metadata.get('creationTimestamp').string() ?? ''),
    phase: item.get('status').get('phase').string() ?? 'Unknown',
    isBeingDeleted: metadata.get('deletionTimestamp').isPresent,
    isStatic: ownValue(pod.annotations, MIRROR_ANNOTATION) !== undefined,
    provisioned: ownValue(pod.annotations, CAPACITY_ANNOTATION),
    unscheduled: unscheduledReason(item),
  };
}

function unscheduledReason(item: Field): string | undefined {
  const condition = item
    .get('status')
    .get('conditions')
    .list()
    .find((known) => known.get('type').value === 'PodScheduled' && known.get('status').value === 'False');
  return condition?.get('message').string() || condition?.get('reason').string();
}
