import { STATEFUL_SET_LABELS } from '../controller-labels.ts';
import { templateAt, unknownPods, type WorkloadKind } from '../workload-kind.ts';

const TEMPLATE = ['spec', 'template'];
const REPLICAS = ['spec', 'replicas'];
const KNATIVE_LABELS = [
  'app',
  'serving.knative.dev/revision',
  'serving.knative.dev/revisionUID',
  'serving.knative.dev/configurationUID',
  'serving.knative.dev/configurationGeneration',
];
const SANDBOX_LABELS = [
  'agents.x-k8s.io/sandbox-name-hash',
  'agents.x-k8s.io/claim-uid',
  'agents.x-k8s.io/created-by',
  'agents.x-k8s.io/warm-pool-sandbox',
  'agents.x-k8s.io/sandbox-template-ref-hash',
];

/** Kinds that keep services running, and templates of them. */
export const SERVICE_KINDS: readonly WorkloadKind[] = [
  // Kubernetes API reference, PodTemplate: nothing makes pods of it by itself.
  { apiVersions: ['v1'], kind: 'PodTemplate', pods: templateAt({ path: ['template'] }), ownerOfPods: '' },
  // openshift/api, apps/v1; openshift/library-go, pkg/apps/appsutil/util.go: makes ReplicationControllers.
  {
    apiVersions: ['apps.openshift.io/v1'],
    kind: 'DeploymentConfig',
    pods: templateAt({ path: TEMPLATE, replicas: REPLICAS }),
    ownerOfPods: 'ReplicationController',
    labelsFromName: ['deploymentconfig'],
    controllerAssignedLabels: ['deployment'],
    podLabel: 'deploymentconfig',
  },
  // knative/serving, pkg/reconciler/{service,configuration,revision}/resources: makes a Deployment for each revision.
  {
    apiVersions: ['serving.knative.dev/v1'],
    kind: 'Service',
    pods: templateAt({ path: TEMPLATE }),
    ownerOfPods: 'ReplicaSet',
    labelsFromName: ['serving.knative.dev/service', 'serving.knative.dev/configuration'],
    controllerAssignedLabels: [...KNATIVE_LABELS, 'serving.knative.dev/serviceUID'],
    podLabel: 'serving.knative.dev/service',
  },
  {
    apiVersions: ['serving.knative.dev/v1'],
    kind: 'Configuration',
    pods: templateAt({ path: TEMPLATE }),
    ownerOfPods: 'ReplicaSet',
    labelsFromName: ['serving.knative.dev/configuration'],
    controllerAssignedLabels: KNATIVE_LABELS,
    podLabel: 'serving.knative.dev/configuration',
  },
  {
    apiVersions: ['serving.knative.dev/v1'],
    kind: 'Revision',
    pods: unknownPods('Knative makes it of a Service or Configuration; check that object'),
    ownerOfPods: 'ReplicaSet',
  },
  // kubernetes-sigs/agent-sandbox, api and controllers/sandbox_controller.go; v1alpha1 has replicas.
  {
    apiVersions: ['agents.x-k8s.io/v1beta1', 'agents.x-k8s.io/v1alpha1'],
    kind: 'Sandbox',
    pods: templateAt({ path: ['spec', 'podTemplate'], replicas: REPLICAS }),
    ownerOfPods: 'Sandbox',
    controllerAssignedLabels: SANDBOX_LABELS,
    claimTemplates: ['spec', 'volumeClaimTemplates'],
  },
  {
    apiVersions: ['extensions.agents.x-k8s.io/v1beta1', 'extensions.agents.x-k8s.io/v1alpha1'],
    kind: 'SandboxTemplate',
    pods: templateAt({ path: ['spec', 'podTemplate'] }),
    ownerOfPods: 'Sandbox',
    controllerAssignedLabels: SANDBOX_LABELS,
    claimTemplates: ['spec', 'volumeClaimTemplates'],
  },
  // kubeflow/kubeflow, components/notebook-controller, generateStatefulSet: two labels with the name, and those of the Notebook.
  {
    apiVersions: ['kubeflow.org/v1', 'kubeflow.org/v1beta1', 'kubeflow.org/v1alpha1'],
    kind: 'Notebook',
    pods: templateAt({ path: TEMPLATE }),
    ownerOfPods: 'StatefulSet',
    labelsFromName: ['statefulset', 'notebook-name'],
    controllerAssignedLabels: STATEFUL_SET_LABELS,
    doubts: [
      { path: ['metadata', 'labels'], message: 'the controller gives these labels to the pods too' },
      {
        path: ['spec', 'template', 'metadata', 'labels'],
        message: 'the controller takes the labels of the Notebook instead',
      },
    ],
  },
];
