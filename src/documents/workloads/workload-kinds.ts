/** How one kind of workload leads to pods. */
export interface WorkloadKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Path of the pod template; empty for the Pod itself. */
  readonly template: readonly string[];
  /** The kind that pods name as their controller. */
  readonly ownerOfPods: string;
  /** Labels that the controller adds, with the name of the workload as value. */
  readonly labelsFromName: readonly string[];
  /** Labels that the controllers add with a value that is made up with the pod. */
  readonly controllerAssignedLabels: readonly string[];
}

const TEMPLATE = ['spec', 'template'];
const JOB_NAMES = ['job-name', 'batch.kubernetes.io/job-name'];
const JOB_UIDS = ['controller-uid', 'batch.kubernetes.io/controller-uid'];

/** Source: labels as the controllers of Kubernetes 1.35 set them (seen). */
export const WORKLOAD_KINDS: readonly WorkloadKind[] = [
  { apiVersion: 'v1', kind: 'Pod', template: [], ownerOfPods: '', labelsFromName: [], controllerAssignedLabels: [] },
  {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    template: TEMPLATE,
    ownerOfPods: 'ReplicationController',
    labelsFromName: [],
    controllerAssignedLabels: [],
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    template: TEMPLATE,
    ownerOfPods: 'ReplicaSet',
    labelsFromName: [],
    controllerAssignedLabels: ['pod-template-hash'],
  },
  {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    template: TEMPLATE,
    ownerOfPods: 'ReplicaSet',
    labelsFromName: [],
    controllerAssignedLabels: [],
  },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    template: TEMPLATE,
    ownerOfPods: 'StatefulSet',
    labelsFromName: [],
    controllerAssignedLabels: [
      'apps.kubernetes.io/pod-index',
      'statefulset.kubernetes.io/pod-name',
      'controller-revision-hash',
    ],
  },
  {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    template: TEMPLATE,
    ownerOfPods: 'DaemonSet',
    labelsFromName: [],
    controllerAssignedLabels: ['controller-revision-hash', 'pod-template-generation'],
  },
  {
    apiVersion: 'batch/v1',
    kind: 'Job',
    template: TEMPLATE,
    ownerOfPods: 'Job',
    labelsFromName: JOB_NAMES,
    controllerAssignedLabels: JOB_UIDS,
  },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    template: ['spec', 'jobTemplate', 'spec', 'template'],
    ownerOfPods: 'Job',
    labelsFromName: [],
    controllerAssignedLabels: [...JOB_NAMES, ...JOB_UIDS],
  },
];
