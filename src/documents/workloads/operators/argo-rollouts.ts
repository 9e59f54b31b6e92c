import { templateAt, type WorkloadKind } from '../workload-kind.ts';

/** Kinds of Argo Rollouts. */
export const ARGO_ROLLOUTS_KINDS: readonly WorkloadKind[] = [
  // argoproj/argo-rollouts, pkg/apis/rollouts/v1alpha1 types.go and experiment_types.go: makes ReplicaSets.
  {
    apiVersions: ['argoproj.io/v1alpha1'],
    kind: 'Rollout',
    pods: templateAt({ path: ['spec', 'template'], replicas: ['spec', 'replicas'] }),
    ownerOfPods: 'ReplicaSet',
    controllerAssignedLabels: ['rollouts-pod-template-hash'],
    references: [['spec', 'workloadRef']],
    shortNames: ['ro'],
  },
  {
    apiVersions: ['argoproj.io/v1alpha1'],
    kind: 'Experiment',
    pods: templateAt({ path: ['spec', 'templates', '*', 'template'], replicas: ['replicas'] }),
    ownerOfPods: 'ReplicaSet',
    controllerAssignedLabels: ['rollouts-pod-template-hash'],
  },
];
