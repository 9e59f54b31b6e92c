import { templateAt, unknownPods, type WorkloadKind } from '../workload-kind.ts';

const REPLICAS = ['spec', 'replicas'];
const JOB_LABELS = ['job-name', 'batch.kubernetes.io/job-name', 'controller-uid', 'batch.kubernetes.io/controller-uid'];

/** Kinds of operators that run jobs. */
export const BATCH_KINDS: readonly WorkloadKind[] = [
  // kubernetes-sigs/jobset, api/jobset/v1alpha2/jobset_types.go: makes Jobs.
  {
    apiVersions: ['jobset.x-k8s.io/v1alpha2'],
    kind: 'JobSet',
    pods: templateAt({ path: ['spec', 'replicatedJobs', '*', 'template', 'spec', 'template'], replicas: ['replicas'] }),
    ownerOfPods: 'Job',
    labelsFromName: ['jobset.sigs.k8s.io/jobset-name'],
    controllerAssignedLabels: [
      ...JOB_LABELS,
      'jobset.sigs.k8s.io/jobset-uid',
      'jobset.sigs.k8s.io/replicatedjob-name',
      'jobset.sigs.k8s.io/job-index',
      'jobset.sigs.k8s.io/job-key',
    ],
  },
  // kubernetes-sigs/lws, api/leaderworkerset/v1/leaderworkerset_types.go: makes StatefulSets.
  {
    apiVersions: ['leaderworkerset.x-k8s.io/v1'],
    kind: 'LeaderWorkerSet',
    pods: templateAt(
      { path: ['spec', 'leaderWorkerTemplate', 'leaderTemplate'], role: 'leader', replicas: REPLICAS },
      { path: ['spec', 'leaderWorkerTemplate', 'workerTemplate'], role: 'worker', replicas: REPLICAS },
    ),
    ownerOfPods: 'StatefulSet',
    labelsFromName: ['leaderworkerset.sigs.k8s.io/name'],
    controllerAssignedLabels: [
      'leaderworkerset.sigs.k8s.io/group-index',
      'leaderworkerset.sigs.k8s.io/worker-index',
      'leaderworkerset.sigs.k8s.io/group-key',
      'leaderworkerset.sigs.k8s.io/template-revision-hash',
    ],
    claimTemplates: ['spec', 'leaderWorkerTemplate', 'volumeClaimTemplates'],
  },
  // kedacore/keda, apis/keda/v1alpha1/scaledjob_types.go: makes Jobs of a JobSpec.
  {
    apiVersions: ['keda.sh/v1alpha1'],
    kind: 'ScaledJob',
    pods: templateAt({ path: ['spec', 'jobTargetRef', 'template'] }),
    ownerOfPods: 'Job',
    controllerAssignedLabels: [...JOB_LABELS],
    shortNames: ['sj'],
  },
  // volcano-sh/apis, pkg/apis/batch/v1alpha1: the types and the keys of labels. The values of the labels are open.
  {
    apiVersions: ['batch.volcano.sh/v1alpha1'],
    kind: 'Job',
    pods: templateAt({ path: ['spec', 'tasks', '*', 'template'], replicas: ['replicas'] }),
    ownerOfPods: 'Job',
    controllerAssignedLabels: ['volcano.sh/job-name', 'volcano.sh/job-namespace'],
  },
  // kubeflow/spark-operator: spark-submit makes the pods from cores, memory and the configuration of Spark.
  {
    apiVersions: ['sparkoperator.k8s.io/v1beta2'],
    kind: 'SparkApplication',
    pods: unknownPods('Spark makes its pods from cores, memory and its own configuration'),
    ownerOfPods: '',
  },
];
