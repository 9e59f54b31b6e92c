import { readArgoTemplates, readRunner, readRunnerSet, readTektonTasks } from './assembled-pods.ts';
import type { PodSource, TemplatePlace, WorkloadKind } from './workload-kind.ts';

const TEMPLATE = ['spec', 'template'];
const REPLICAS = ['spec', 'replicas'];
const RAY_LABELS = ['ray.io/cluster', 'ray.io/identifier', 'ray.io/node-type', 'ray.io/group'];
const WORKFLOW_LABEL = 'workflows.argoproj.io/workflow';
const JOB_LABELS = ['job-name', 'batch.kubernetes.io/job-name', 'controller-uid', 'batch.kubernetes.io/controller-uid'];

/**
 * Kinds of operators, each with the source of what it says. The controllers may add more labels than those named here.
 */
export const OPERATOR_KINDS: readonly WorkloadKind[] = [
  // Kubernetes API reference, PodTemplate: nothing makes pods of it by itself.
  { apiVersions: ['v1'], kind: 'PodTemplate', pods: templateAt({ path: ['template'] }), ownerOfPods: '' },
  // OpenShift API, apps/v1 DeploymentConfig: makes ReplicationControllers. Its pod labels are open: not found in a source.
  {
    apiVersions: ['apps.openshift.io/v1'],
    kind: 'DeploymentConfig',
    pods: templateAt({ path: TEMPLATE, replicas: REPLICAS }),
    ownerOfPods: 'ReplicationController',
    controllerAssignedLabels: ['deployment', 'deploymentconfig'],
  },
  // argoproj/argo-rollouts, pkg/apis/rollouts/v1alpha1 types.go and experiment_types.go: makes ReplicaSets.
  {
    apiVersions: ['argoproj.io/v1alpha1'],
    kind: 'Rollout',
    pods: templateAt({ path: TEMPLATE, replicas: REPLICAS }),
    ownerOfPods: 'ReplicaSet',
    controllerAssignedLabels: ['rollouts-pod-template-hash'],
    references: ['spec.workloadRef'],
    shortNames: ['ro'],
  },
  {
    apiVersions: ['argoproj.io/v1alpha1'],
    kind: 'Experiment',
    pods: templateAt({ path: ['spec', 'templates', '*', 'template'], replicas: ['replicas'] }),
    ownerOfPods: 'ReplicaSet',
    controllerAssignedLabels: ['rollouts-pod-template-hash'],
  },
  // argoproj/argo-workflows, workflow/controller/workflowpod.go.
  {
    apiVersions: ['argoproj.io/v1alpha1'],
    kind: 'Workflow',
    pods: argo(['spec']),
    ownerOfPods: 'Workflow',
    labelsFromName: [WORKFLOW_LABEL],
    references: ['spec.workflowTemplateRef'],
  },
  {
    apiVersions: ['argoproj.io/v1alpha1'],
    kind: 'WorkflowTemplate',
    pods: argo(['spec']),
    ownerOfPods: 'Workflow',
    controllerAssignedLabels: [WORKFLOW_LABEL],
    references: ['spec.workflowTemplateRef'],
  },
  {
    apiVersions: ['argoproj.io/v1alpha1'],
    kind: 'CronWorkflow',
    pods: argo(['spec', 'workflowSpec']),
    ownerOfPods: 'Workflow',
    controllerAssignedLabels: [WORKFLOW_LABEL],
    references: ['spec.workflowSpec.workflowTemplateRef'],
  },
  {
    apiVersions: ['argoproj.io/v1alpha1'],
    kind: 'ClusterWorkflowTemplate',
    pods: unknown('its pods run in the namespace of the Workflow that names it; check that Workflow'),
    ownerOfPods: 'Workflow',
  },
  // tektoncd/pipeline, pkg/pod/pod.go and pkg/apis/pipeline/v1.
  {
    apiVersions: ['tekton.dev/v1', 'tekton.dev/v1beta1'],
    kind: 'TaskRun',
    pods: tekton('TaskRun', ['spec.taskSpec']),
    ownerOfPods: 'TaskRun',
    labelsFromName: ['tekton.dev/taskRun'],
    references: ['spec.taskRef'],
  },
  {
    apiVersions: ['tekton.dev/v1', 'tekton.dev/v1beta1'],
    kind: 'Task',
    pods: tekton('Task', ['spec']),
    ownerOfPods: 'TaskRun',
    controllerAssignedLabels: ['tekton.dev/taskRun', 'tekton.dev/task'],
  },
  {
    apiVersions: ['tekton.dev/v1', 'tekton.dev/v1beta1'],
    kind: 'PipelineRun',
    pods: tekton('PipelineRun', ['spec.pipelineSpec.tasks[*].taskSpec', 'spec.pipelineSpec.finally[*].taskSpec']),
    ownerOfPods: 'TaskRun',
    labelsFromName: ['tekton.dev/pipelineRun'],
    controllerAssignedLabels: ['tekton.dev/taskRun'],
    references: ['spec.pipelineRef'],
  },
  {
    apiVersions: ['tekton.dev/v1', 'tekton.dev/v1beta1'],
    kind: 'Pipeline',
    pods: tekton('Pipeline', ['spec.tasks[*].taskSpec', 'spec.finally[*].taskSpec']),
    ownerOfPods: 'TaskRun',
    controllerAssignedLabels: ['tekton.dev/taskRun', 'tekton.dev/pipelineRun', 'tekton.dev/pipeline'],
  },
  // actions/actions-runner-controller, controllers/actions.summerwind.net/runner_controller.go.
  {
    apiVersions: ['actions.summerwind.dev/v1alpha1'],
    kind: 'RunnerDeployment',
    pods: { kind: 'fields', places: ['spec.template.spec'], read: readRunner },
    ownerOfPods: 'Runner',
    controllerAssignedLabels: ['pod-template-hash', 'runner-template-hash', 'runner-deployment-name'],
    fillsTemplate: true,
  },
  {
    apiVersions: ['actions.summerwind.dev/v1alpha1'],
    kind: 'RunnerSet',
    pods: { kind: 'fields', places: ['spec.template'], read: readRunnerSet },
    ownerOfPods: 'StatefulSet',
    controllerAssignedLabels: ['pod-template-hash', 'runner-template-hash', 'controller-revision-hash'],
    fillsTemplate: true,
  },
  // actions/actions-runner-controller, apis/actions.github.com/v1alpha1/autoscalingrunnerset_types.go.
  {
    apiVersions: ['actions.github.com/v1alpha1'],
    kind: 'AutoscalingRunnerSet',
    pods: templateAt({ path: TEMPLATE, role: 'runner' }, { path: ['spec', 'listenerTemplate'], role: 'listener' }),
    ownerOfPods: 'EphemeralRunner',
    fillsTemplate: true,
  },
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
    claimTemplates: 'spec.leaderWorkerTemplate.volumeClaimTemplates',
  },
  // knative/serving, pkg/reconciler/revision/resources/meta.go: makes a Deployment for each revision. The values of the
  // labels are open.
  {
    apiVersions: ['serving.knative.dev/v1'],
    kind: 'Service',
    pods: templateAt({ path: TEMPLATE }),
    ownerOfPods: 'ReplicaSet',
    controllerAssignedLabels: [
      'app',
      'serving.knative.dev/service',
      'serving.knative.dev/revision',
      'serving.knative.dev/revisionUID',
    ],
  },
  {
    apiVersions: ['serving.knative.dev/v1'],
    kind: 'Configuration',
    pods: templateAt({ path: TEMPLATE }),
    ownerOfPods: 'ReplicaSet',
    controllerAssignedLabels: [
      'app',
      'serving.knative.dev/configuration',
      'serving.knative.dev/revision',
      'serving.knative.dev/revisionUID',
    ],
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
  // ray-project/kuberay, ray-operator/apis/ray/v1 and controllers/ray/utils/constant.go.
  { apiVersions: ['ray.io/v1', 'ray.io/v1alpha1'], kind: 'RayCluster', ...ray(['spec']) },
  {
    apiVersions: ['ray.io/v1', 'ray.io/v1alpha1'],
    kind: 'RayJob',
    ...ray(['spec', 'rayClusterSpec'], { path: ['spec', 'submitterPodTemplate'], role: 'submitter' }),
    references: ['spec.clusterSelector'],
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
  // volcano-sh/apis, pkg/apis/batch/v1alpha1: the types and the keys of labels. The values of the labels are open.
  {
    apiVersions: ['batch.volcano.sh/v1alpha1'],
    kind: 'Job',
    pods: templateAt({ path: ['spec', 'tasks', '*', 'template'], replicas: ['replicas'] }),
    ownerOfPods: 'Job',
    controllerAssignedLabels: ['volcano.sh/job-name', 'volcano.sh/job-namespace'],
  },
  // openkruise/kruise-api, apps/v1alpha1/cloneset_types.go.
  {
    apiVersions: ['apps.kruise.io/v1alpha1'],
    kind: 'CloneSet',
    pods: templateAt({ path: TEMPLATE, replicas: REPLICAS }),
    ownerOfPods: 'CloneSet',
    controllerAssignedLabels: ['apps.kruise.io/cloneset-instance-id', 'controller-revision-hash'],
    claimTemplates: 'spec.volumeClaimTemplates',
  },
  // openkruise/kruise-api: a pod for each node, which the controller chooses.
  {
    apiVersions: ['apps.kruise.io/v1alpha1'],
    kind: 'BroadcastJob',
    pods: unknown('its controller makes one pod for each node, and chooses the nodes'),
    ownerOfPods: 'BroadcastJob',
  },
  // kubernetes-sigs/agent-sandbox, api/v1alpha1 and extensions/api/v1alpha1.
  {
    apiVersions: ['agents.x-k8s.io/v1alpha1'],
    kind: 'Sandbox',
    pods: templateAt({ path: ['spec', 'podTemplate'], replicas: REPLICAS }),
    ownerOfPods: 'Sandbox',
    controllerAssignedLabels: ['agents.x-k8s.io/sandbox-name-hash'],
    claimTemplates: 'spec.volumeClaimTemplates',
  },
  {
    apiVersions: ['extensions.agents.x-k8s.io/v1alpha1'],
    kind: 'SandboxTemplate',
    pods: templateAt({ path: ['spec', 'podTemplate'] }),
    ownerOfPods: 'Sandbox',
    controllerAssignedLabels: ['agents.x-k8s.io/sandbox-name-hash', 'agents.x-k8s.io/claim-uid'],
    claimTemplates: 'spec.volumeClaimTemplates',
  },
  // kubeflow/spark-operator: spark-submit makes the pods from cores, memory and the configuration of Spark.
  {
    apiVersions: ['sparkoperator.k8s.io/v1beta2'],
    kind: 'SparkApplication',
    pods: unknown('Spark makes its pods from cores, memory and its own configuration'),
    ownerOfPods: '',
  },
];

function templateAt(...places: readonly [TemplatePlace, ...TemplatePlace[]]): PodSource {
  return { kind: 'templates', places };
}

function unknown(reason: string): PodSource {
  return { kind: 'unknown', reason };
}

function argo(spec: readonly string[]): PodSource {
  return {
    kind: 'fields',
    places: ['container', 'script', 'containerSet'].map((type) => `${spec.join('.')}.templates[*].${type}`),
    read: (document) => readArgoTemplates(document, spec),
  };
}

function tekton(kind: 'TaskRun' | 'Task' | 'PipelineRun' | 'Pipeline', places: readonly string[]): PodSource {
  return { kind: 'fields', places, read: (document) => readTektonTasks(document, kind) };
}

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
