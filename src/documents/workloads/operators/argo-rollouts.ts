import { JOB_LABELS } from '../controller-labels.ts';
import { templateAt, unknownPods, type WorkloadKind } from '../workload-kind.ts';

const METRIC_JOB = ['spec', 'metrics', '*', 'provider', 'job', 'spec', 'template'];

/** Kinds of Argo Rollouts. */
export const ARGO_ROLLOUTS_KINDS: readonly WorkloadKind[] = [
  // argoproj/argo-rollouts, pkg/apis/rollouts/v1alpha1 types.go and experiments/replicaset.go: makes ReplicaSets.
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
  // argoproj/argo-rollouts, metricproviders/job/job.go: makes a Job for each measurement of such a metric.
  ...(['AnalysisTemplate', 'AnalysisRun'] as const).map(
    (kind): WorkloadKind => ({
      apiVersions: ['argoproj.io/v1alpha1'],
      kind,
      pods: templateAt({ path: METRIC_JOB, isOptional: true }),
      ownerOfPods: 'Job',
      controllerAssignedLabels: [...JOB_LABELS, 'analysisrun.argoproj.io/uid'],
      variables: '{{',
    }),
  ),
  {
    apiVersions: ['argoproj.io/v1alpha1'],
    kind: 'ClusterAnalysisTemplate',
    pods: unknownPods('its pods run in the namespace of the AnalysisRun; check the object that names it'),
    ownerOfPods: 'Job',
  },
];
