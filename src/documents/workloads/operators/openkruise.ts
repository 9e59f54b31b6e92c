import { JOB_LABELS, STATEFUL_SET_LABELS } from '../controller-labels.ts';
import { templateAt, unknownPods, type WorkloadKind } from '../workload-kind.ts';

const TEMPLATE = ['spec', 'template'];
const REPLICAS = ['spec', 'replicas'];
const CLONE_SET_LABELS = ['apps.kruise.io/cloneset-instance-id', 'controller-revision-hash', 'pod-template-hash'];
const VERSIONS = ['apps.kruise.io/v1beta1', 'apps.kruise.io/v1alpha1'] as const;
const ONE_FOR_EACH_NODE = 'its controller makes one pod for each node, and chooses the nodes';

/** Kinds of OpenKruise. Source: openkruise/kruise, `apis/apps` and `pkg/controller`. */
export const OPENKRUISE_KINDS: readonly WorkloadKind[] = [
  {
    apiVersions: VERSIONS,
    kind: 'CloneSet',
    pods: templateAt({ path: TEMPLATE, replicas: REPLICAS }),
    ownerOfPods: 'CloneSet',
    controllerAssignedLabels: CLONE_SET_LABELS,
    claimTemplates: ['spec', 'volumeClaimTemplates'],
  },
  {
    apiVersions: VERSIONS,
    kind: 'StatefulSet',
    pods: templateAt({ path: TEMPLATE, replicas: REPLICAS }),
    ownerOfPods: 'StatefulSet',
    controllerAssignedLabels: STATEFUL_SET_LABELS,
    claimTemplates: ['spec', 'volumeClaimTemplates'],
  },
  { apiVersions: VERSIONS, kind: 'DaemonSet', pods: unknownPods(ONE_FOR_EACH_NODE), ownerOfPods: 'DaemonSet' },
  { apiVersions: VERSIONS, kind: 'BroadcastJob', pods: unknownPods(ONE_FOR_EACH_NODE), ownerOfPods: 'BroadcastJob' },
  {
    apiVersions: VERSIONS,
    kind: 'AdvancedCronJob',
    pods: templateAt({ path: ['spec', 'template', 'jobTemplate', 'spec', 'template'], isOptional: true }),
    ownerOfPods: 'Job',
    controllerAssignedLabels: JOB_LABELS,
  },
  {
    apiVersions: VERSIONS,
    kind: 'UnitedDeployment',
    pods: templateAt(
      { path: ['spec', 'template', 'deploymentTemplate', 'spec', 'template'], replicas: REPLICAS },
      { path: ['spec', 'template', 'statefulSetTemplate', 'spec', 'template'], replicas: REPLICAS },
      { path: ['spec', 'template', 'advancedStatefulSetTemplate', 'spec', 'template'], replicas: REPLICAS },
      { path: ['spec', 'template', 'cloneSetTemplate', 'spec', 'template'], replicas: REPLICAS },
    ),
    ownerOfPods: 'a workload of the subset',
    controllerAssignedLabels: [
      ...STATEFUL_SET_LABELS,
      ...CLONE_SET_LABELS,
      'apps.kruise.io/subset-name',
      'apps.kruise.io/controller-revision-hash',
    ],
    doubts: [{ path: ['spec', 'topology'], message: 'it may change the pods of a subset' }],
  },
  {
    apiVersions: VERSIONS,
    kind: 'SidecarSet',
    pods: unknownPods('it may add containers to the pods of other workloads, whose size and findings then differ'),
    ownerOfPods: '',
  },
  {
    apiVersions: ['apps.kruise.io/v1alpha1'],
    kind: 'EphemeralJob',
    pods: unknownPods('it adds ephemeral containers to pods that exist'),
    ownerOfPods: '',
  },
];
