import { ownValue } from '../fargate/pod.ts';
import { isFargateNode } from './actual-placement.ts';
import type { ClusterReading, ReadResource } from './cluster-reading.ts';
import { type ControllerKind, Controllers } from './controllers.ts';
import { SchedulingEvents } from './events.ts';
import type { ClusterFacts } from './pod-case.ts';

const CONTROLLER_LISTS: readonly (readonly [kind: ControllerKind, resource: ReadResource])[] = [
  ['ReplicaSet', 'replicaSets'],
  ['StatefulSet', 'statefulSets'],
  ['Job', 'jobs'],
];

/** Label of a Fargate node (seen). */
const COMPUTE_TYPE_LABEL = 'eks.amazonaws.com/compute-type';

/** Everything that pods are held against, before the first of them is read: then each can be judged and let go. */
export async function readFacts(
  reading: ClusterReading,
  { profiles, nowMs }: Pick<ClusterFacts, 'profiles' | 'nowMs'>,
): Promise<ClusterFacts> {
  const fargateNodes = new Set<string>();
  let hasOtherNodes = false;
  const controllers = new Controllers();
  const events = new SchedulingEvents();
  const [isEveryNodeRead] = await Promise.all([
    reading.readCluster(
      'nodes',
      (node) => {
        const metadata = node.get('metadata');
        const name = metadata.get('name').string() ?? '';
        const isLabelled = ownValue(metadata.get('labels').textMap(), COMPUTE_TYPE_LABEL) === 'fargate';
        if (isLabelled) fargateNodes.add(name);
        hasOtherNodes ||= !isFargateNode(name, fargateNodes);
      },
      'so that Fargate nodes are known by their names alone',
    ),
    reading.read('events', (event) => events.add(event)),
    ...CONTROLLER_LISTS.map(([kind, resource]) => reading.read(resource, (item) => controllers.add(kind, item))),
  ]);
  const hasFargateNodesOnly = isEveryNodeRead && !hasOtherNodes;
  return { profiles, fargateNodes, hasFargateNodesOnly, controllers, events, nowMs };
}
