import { JOB_LABELS } from '../controller-labels.ts';
import { templateAt, unknownPods, type WorkloadKind } from '../workload-kind.ts';

/** Kinds of operators that run jobs. */
export const BATCH_KINDS: readonly WorkloadKind[] = [
  // kubernetes-sigs/jobset, api/jobset/v1alpha2/jobset_types.go and pkg/controllers/jobset_controller.go: makes Jobs.
  {
    apiVersions: ['jobset.x-k8s.io/v1alpha2'],
    kind: 'JobSet',
    pods: templateAt({
      path: ['spec', 'replicatedJobs', '*', 'template', 'spec', 'template'],
      replicas: ['replicas'],
      times: ['template', 'spec', 'parallelism'],
    }),
    ownerOfPods: 'Job',
    labelsFromName: ['jobset.sigs.k8s.io/jobset-name'],
    controllerAssignedLabels: [
      ...JOB_LABELS,
      ...[
        'jobset-uid',
        'replicatedjob-name',
        'replicatedjob-replicas',
        'restart-attempt',
        'job-restart-attempt',
        'global-replicas',
        'job-index',
        'job-key',
        'job-global-index',
        'group-name',
        'group-replicas',
        'job-group-index',
        'coordinator',
      ].map((name) => `jobset.sigs.k8s.io/${name}`),
    ],
  },
  // kedacore/keda, apis/keda/v1alpha1/scaledjob_types.go: makes Jobs of a JobSpec.
  {
    apiVersions: ['keda.sh/v1alpha1'],
    kind: 'ScaledJob',
    pods: templateAt({ path: ['spec', 'jobTargetRef', 'template'] }),
    ownerOfPods: 'Job',
    controllerAssignedLabels: JOB_LABELS,
    shortNames: ['sj'],
  },
  // kubeflow/spark-operator, api/v1beta2, api/v1alpha1 and internal/webhook/sparkpod_defaulter.go.
  ...(
    [
      ['ScheduledSparkApplication', 'v1beta2', 'sparkoperator.k8s.io/scheduled-app-name'],
      ['SparkApplication', 'v1beta2', 'sparkoperator.k8s.io/app-name'],
      ['SparkConnect', 'v1alpha1', undefined],
    ] as const
  ).map(
    ([kind, version, podLabel]): WorkloadKind => ({
      apiVersions: [`sparkoperator.k8s.io/${version}`],
      kind,
      pods: unknownPods('Spark makes its pods from cores, memory and its own configuration'),
      ownerOfPods: '',
      // The driver makes the executors.
      ...(podLabel && { podLabel, podOwners: ['SparkApplication', 'Pod'] }),
      runsOnce: true,
    }),
  ),
];
