import { templateAt, type WorkloadKind } from '../workload-kind.ts';

const TEMPLATE = ['spec', 'template'];
const REPLICAS = ['spec', 'replicas'];

/** Kinds that keep services running, and templates of them. */
export const SERVICE_KINDS: readonly WorkloadKind[] = [
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
  // kubernetes-sigs/agent-sandbox, api/v1alpha1 and extensions/api/v1alpha1.
  {
    apiVersions: ['agents.x-k8s.io/v1alpha1'],
    kind: 'Sandbox',
    pods: templateAt({ path: ['spec', 'podTemplate'], replicas: REPLICAS }),
    ownerOfPods: 'Sandbox',
    controllerAssignedLabels: ['agents.x-k8s.io/sandbox-name-hash'],
    claimTemplates: ['spec', 'volumeClaimTemplates'],
  },
  {
    apiVersions: ['extensions.agents.x-k8s.io/v1alpha1'],
    kind: 'SandboxTemplate',
    pods: templateAt({ path: ['spec', 'podTemplate'] }),
    ownerOfPods: 'Sandbox',
    controllerAssignedLabels: ['agents.x-k8s.io/sandbox-name-hash', 'agents.x-k8s.io/claim-uid'],
    claimTemplates: ['spec', 'volumeClaimTemplates'],
  },
];
