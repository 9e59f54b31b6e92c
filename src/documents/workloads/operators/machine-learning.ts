import { type TemplatePlace, templateAt, type WorkloadKind } from '../workload-kind.ts';

const RAY_LABELS = ['ray.io/cluster', 'ray.io/identifier', 'ray.io/node-type', 'ray.io/group'];

/** Kinds of Ray and Kubeflow. */
export const MACHINE_LEARNING_KINDS: readonly WorkloadKind[] = [
  // ray-project/kuberay, ray-operator/apis/ray/v1 and controllers/ray/utils/constant.go.
  { apiVersions: ['ray.io/v1', 'ray.io/v1alpha1'], kind: 'RayCluster', ...ray(['spec']) },
  {
    apiVersions: ['ray.io/v1', 'ray.io/v1alpha1'],
    kind: 'RayJob',
    ...ray(['spec', 'rayClusterSpec'], { path: ['spec', 'submitterPodTemplate'], role: 'submitter' }),
    references: [['spec', 'clusterSelector']],
  },
  { apiVersions: ['ray.io/v1', 'ray.io/v1alpha1'], kind: 'RayService', ...ray(['spec', 'rayClusterConfig']) },
  // kubeflow/training-operator, pkg/apis/kubeflow.org/v1: a map of replica types.
  ...(
    [
      ['PyTorchJob', 'pytorchReplicaSpecs'],
      ['TFJob', 'tfReplicaSpecs'],
      ['MPIJob', 'mpiReplicaSpecs'],
      ['XGBoostJob', 'xgbReplicaSpecs'],
      ['PaddleJob', 'paddleReplicaSpecs'],
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
