import { templateAt, type WorkloadKind } from './workload-kind.ts';

const TEMPLATE = ['spec', 'template'];
const REPLICAS = ['spec', 'replicas'];
const JOB_NAMES = ['job-name', 'batch.kubernetes.io/job-name'];
const JOB_UIDS = ['controller-uid', 'batch.kubernetes.io/controller-uid'];

/**
 * The kinds of Kubernetes itself, which the webhook reviews. Sources: labels as the controllers of Kubernetes 1.35 set them
 * (seen); `kubectl api-resources`; removed versions of "Deprecated API Migration Guide".
 */
export const REVIEWED_KINDS: readonly WorkloadKind[] = [
  { apiVersions: ['v1'], kind: 'Pod', pods: templateAt({ path: [] }), ownerOfPods: '', shortNames: ['po'] },
  {
    apiVersions: ['v1'],
    kind: 'ReplicationController',
    pods: templateAt({ path: TEMPLATE, replicas: REPLICAS }),
    ownerOfPods: 'ReplicationController',
    shortNames: ['rc'],
  },
  {
    apiVersions: ['apps/v1', 'apps/v1beta2', 'apps/v1beta1', 'extensions/v1beta1'],
    kind: 'Deployment',
    pods: templateAt({ path: TEMPLATE, replicas: REPLICAS }),
    ownerOfPods: 'ReplicaSet',
    controllerAssignedLabels: ['pod-template-hash'],
    shortNames: ['deploy'],
  },
  {
    apiVersions: ['apps/v1', 'apps/v1beta2', 'extensions/v1beta1'],
    kind: 'ReplicaSet',
    pods: templateAt({ path: TEMPLATE, replicas: REPLICAS }),
    ownerOfPods: 'ReplicaSet',
    shortNames: ['rs'],
  },
  {
    apiVersions: ['apps/v1', 'apps/v1beta2', 'apps/v1beta1'],
    kind: 'StatefulSet',
    pods: templateAt({ path: TEMPLATE, replicas: REPLICAS }),
    ownerOfPods: 'StatefulSet',
    controllerAssignedLabels: [
      'apps.kubernetes.io/pod-index',
      'statefulset.kubernetes.io/pod-name',
      'controller-revision-hash',
    ],
    claimTemplates: ['spec', 'volumeClaimTemplates'],
    shortNames: ['sts'],
  },
  {
    apiVersions: ['apps/v1', 'apps/v1beta2', 'extensions/v1beta1'],
    kind: 'DaemonSet',
    pods: templateAt({ path: TEMPLATE }),
    ownerOfPods: 'DaemonSet',
    controllerAssignedLabels: ['controller-revision-hash', 'pod-template-generation'],
    shortNames: ['ds'],
  },
  {
    apiVersions: ['batch/v1'],
    kind: 'Job',
    pods: templateAt({ path: TEMPLATE, replicas: ['spec', 'parallelism'] }),
    ownerOfPods: 'Job',
    labelsFromName: JOB_NAMES,
    controllerAssignedLabels: JOB_UIDS,
    finishedPods: 'job',
    shortNames: [],
  },
  {
    apiVersions: ['batch/v1', 'batch/v1beta1', 'batch/v2alpha1'],
    kind: 'CronJob',
    pods: templateAt({
      path: ['spec', 'jobTemplate', 'spec', 'template'],
      replicas: ['spec', 'jobTemplate', 'spec', 'parallelism'],
    }),
    ownerOfPods: 'Job',
    controllerAssignedLabels: [...JOB_NAMES, ...JOB_UIDS],
    finishedPods: 'cron-job',
    runsOnce: true,
    shortNames: ['cj'],
  },
];
