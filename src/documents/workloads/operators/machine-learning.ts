import { JOB_LABELS } from '../controller-labels.ts';
import { type TemplatePlace, templateAt, unknownPods, type WorkloadKind } from '../workload-kind.ts';

const RAY_LABELS = [
  ...[
    'cluster',
    'identifier',
    'node-type',
    'group',
    'is-ray-node',
    'serve',
    'worker-group-replica-name',
    'worker-group-replica-index',
    'replica-host-index',
  ].map((name) => `ray.io/${name}`),
  'app.kubernetes.io/name',
  'app.kubernetes.io/created-by',
];
const REPLICATED_JOB_TEMPLATE = ['spec', 'template', 'spec', 'replicatedJobs', '*', 'template', 'spec', 'template'];

/** Kinds of Ray and Kubeflow. */
export const MACHINE_LEARNING_KINDS: readonly WorkloadKind[] = [
  // ray-project/kuberay, ray-operator/apis/ray/v1, controllers/ray/common/pod.go and controllers/ray/rayjob_controller.go.
  { apiVersions: ['ray.io/v1', 'ray.io/v1alpha1'], kind: 'RayCluster', ...ray(['spec']) },
  {
    apiVersions: ['ray.io/v1', 'ray.io/v1alpha1'],
    kind: 'RayJob',
    ...ray(['spec', 'rayClusterSpec'], { path: ['spec', 'submitterPodTemplate'], role: 'submitter' }),
    references: [['spec', 'clusterSelector']],
  },
  { apiVersions: ['ray.io/v1', 'ray.io/v1alpha1'], kind: 'RayService', ...ray(['spec', 'rayClusterConfig']) },
  {
    apiVersions: ['ray.io/v1'],
    kind: 'RayCronJob',
    ...ray(['spec', 'jobTemplate', 'rayClusterSpec'], {
      path: ['spec', 'jobTemplate', 'submitterPodTemplate'],
      role: 'submitter',
    }),
    references: [['spec', 'jobTemplate', 'clusterSelector']],
  },
  // kubeflow/training-operator, pkg/apis/kubeflow.org/v1; kubeflow/mpi-operator, pkg/controller: a map of replica types.
  // The pod of an MPIJob's launcher belongs to a Job.
  ...(
    [
      ['PyTorchJob', 'pytorchReplicaSpecs'],
      ['TFJob', 'tfReplicaSpecs'],
      ['MPIJob', 'mpiReplicaSpecs'],
      ['XGBoostJob', 'xgbReplicaSpecs'],
      ['PaddleJob', 'paddleReplicaSpecs'],
      ['JAXJob', 'jaxReplicaSpecs'],
    ] as const
  ).map(
    ([kind, specs]): WorkloadKind => ({
      apiVersions: kind === 'MPIJob' ? ['kubeflow.org/v1', 'kubeflow.org/v2beta1'] : ['kubeflow.org/v1'],
      kind,
      pods: templateAt({ path: ['spec', specs, '*', 'template'], replicas: ['replicas'] }),
      ownerOfPods: kind,
      labelsFromName: ['training.kubeflow.org/job-name'],
      controllerAssignedLabels: [
        'training.kubeflow.org/replica-type',
        'training.kubeflow.org/replica-index',
        'training.kubeflow.org/operator-name',
        'training.kubeflow.org/job-role',
      ],
    }),
  ),
  // kubeflow/trainer, pkg/apis/trainer/v1alpha1: a TrainJob makes a JobSet of the runtime that it names.
  {
    apiVersions: ['trainer.kubeflow.org/v1alpha1'],
    kind: 'TrainingRuntime',
    pods: templateAt({ path: REPLICATED_JOB_TEMPLATE, replicas: ['replicas'] }),
    ownerOfPods: 'Job',
    controllerAssignedLabels: [...JOB_LABELS, 'jobset.sigs.k8s.io/jobset-name'],
    doubts: [
      { path: ['spec', 'template'], message: 'the TrainJob that names it sets images, resources and labels too' },
    ],
    fillsTemplate: true,
  },
  {
    apiVersions: ['trainer.kubeflow.org/v1alpha1'],
    kind: 'ClusterTrainingRuntime',
    pods: unknownPods('its pods run in the namespace of the TrainJob that names it'),
    ownerOfPods: 'Job',
  },
  {
    apiVersions: ['trainer.kubeflow.org/v1alpha1'],
    kind: 'TrainJob',
    pods: unknownPods('its pods come from the runtime that spec.runtimeRef names'),
    ownerOfPods: 'Job',
  },
];

function ray(cluster: readonly string[], ...more: readonly TemplatePlace[]) {
  return {
    pods: templateAt(
      { path: [...cluster, 'headGroupSpec', 'template'], role: 'head' },
      { path: [...cluster, 'workerGroupSpecs', '*', 'template'], role: 'worker', replicas: ['replicas'] },
      ...more,
    ),
    ownerOfPods: 'RayCluster',
    controllerAssignedLabels: RAY_LABELS,
  };
}
