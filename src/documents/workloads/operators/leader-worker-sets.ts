import { Field } from '../../field.ts';
import { STATEFUL_SET_LABELS } from '../controller-labels.ts';
import type { PodTemplate, WorkloadKind } from '../workload-kind.ts';

const LABELS = [
  ...STATEFUL_SET_LABELS,
  ...['group-index', 'worker-index', 'group-key', 'subgroup-index', 'subgroup-key', 'template-revision-hash'].map(
    (name) => `leaderworkerset.sigs.k8s.io/${name}`,
  ),
];
const TEMPLATES = ['leaderTemplate', 'workerTemplate'].map((name) => `leaderWorkerTemplate.${name}`);

/**
 * Kinds of LeaderWorkerSet, which makes StatefulSets.
 *
 * Source: kubernetes-sigs/lws, `api`, `pkg/controllers/leaderworkerset_controller.go` and `pod_controller.go`.
 */
export const LEADER_WORKER_SET_KINDS: readonly WorkloadKind[] = [
  {
    apiVersions: ['leaderworkerset.x-k8s.io/v1'],
    kind: 'LeaderWorkerSet',
    pods: {
      kind: 'fields',
      places: TEMPLATES.map((path) => `spec.${path}`),
      read: (document) => readGroups(document.get('spec'), ''),
    },
    ownerOfPods: 'StatefulSet',
    labelsFromName: ['leaderworkerset.sigs.k8s.io/name'],
    controllerAssignedLabels: LABELS,
    claimTemplates: ['spec', 'leaderWorkerTemplate', 'volumeClaimTemplates'],
    podLabel: 'leaderworkerset.sigs.k8s.io/name',
  },
  {
    apiVersions: ['disaggregatedset.x-k8s.io/v1'],
    kind: 'DisaggregatedSet',
    pods: {
      kind: 'fields',
      places: TEMPLATES.map((path) => `spec.roles[*].spec.${path}`),
      read: (document) =>
        document
          .at(['spec', 'roles'])
          .list()
          .flatMap((role) => readGroups(role.get('spec'), role.get('name').string() ?? '')),
    },
    ownerOfPods: 'StatefulSet',
    labelsFromName: ['disaggregatedset.x-k8s.io/name'],
    controllerAssignedLabels: [
      ...LABELS,
      'leaderworkerset.sigs.k8s.io/name',
      ...['role', 'slice', 'revision'].map((name) => `disaggregatedset.x-k8s.io/${name}`),
    ],
    podLabel: 'disaggregatedset.x-k8s.io/name',
  },
];

/** A group has one leader and `size - 1` workers. Without a template of its own, the leader is made like a worker. */
function readGroups(spec: Field, role: string): readonly PodTemplate[] {
  const owner = spec.get('leaderWorkerTemplate');
  const [leader, worker] = [owner.get('leaderTemplate'), owner.get('workerTemplate')];
  const groups = spec.get('replicas');
  const size = owner.get('size');
  if (!leader.isPresent) return [{ role, template: worker, owner, replicas: [groups, size] }];
  const workers = new Field((size.number() ?? 1) - 1);
  const named = (name: string) => [role, name].filter((part) => part !== '').join(' ');
  return [
    { role: named('leader'), template: leader, owner, replicas: [groups] },
    { role: named('worker'), template: worker, owner, replicas: [groups, workers] },
  ];
}
