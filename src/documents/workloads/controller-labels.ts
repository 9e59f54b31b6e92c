/** Labels that the Job controller adds to pods. Source: Kubernetes, "Well-Known Labels, Annotations and Taints". */
export const JOB_LABELS: readonly string[] = [
  'job-name',
  'batch.kubernetes.io/job-name',
  'controller-uid',
  'batch.kubernetes.io/controller-uid',
];

/** Labels that the StatefulSet controller adds to pods. */
export const STATEFUL_SET_LABELS: readonly string[] = [
  'apps.kubernetes.io/pod-index',
  'statefulset.kubernetes.io/pod-name',
  'controller-revision-hash',
];
