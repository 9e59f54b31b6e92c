import { templateAt, unknownPods, type WorkloadKind } from '../workload-kind.ts';

const TEMPLATE = ['spec', 'template'];
const REPLICAS = ['spec', 'replicas'];

/** Kinds of OpenKruise. */
export const OPENKRUISE_KINDS: readonly WorkloadKind[] = [
  // openkruise/kruise-api, apps/v1alpha1/cloneset_types.go.
  {
    apiVersions: ['apps.kruise.io/v1alpha1'],
    kind: 'CloneSet',
    pods: templateAt({ path: TEMPLATE, replicas: REPLICAS }),
    ownerOfPods: 'CloneSet',
    controllerAssignedLabels: ['apps.kruise.io/cloneset-instance-id', 'controller-revision-hash'],
    claimTemplates: ['spec', 'volumeClaimTemplates'],
  },
  // openkruise/kruise-api: a pod for each node, which the controller chooses.
  {
    apiVersions: ['apps.kruise.io/v1alpha1'],
    kind: 'BroadcastJob',
    pods: unknownPods('its controller makes one pod for each node, and chooses the nodes'),
    ownerOfPods: 'BroadcastJob',
  },
];
