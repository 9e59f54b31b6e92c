import { ClusterReading, readFacts } from '../../audit/cluster-reading.ts';
import type { PodEvidence } from '../../audit/diagnosis/diagnosis.ts';
import { PodEvents } from '../../audit/diagnosis/pod-events.ts';
import { judgePod } from '../../audit/judge.ts';
import { Field } from '../../documents/field.ts';
import { parseClusterPod } from '../../documents/workloads/cluster-pod.ts';
import type { ProfileSet } from '../../fargate/profile-set.ts';
import { ClusterError } from '../../kubernetes/cluster-error.ts';
import { listPages } from '../../kubernetes/list-pages.ts';
import { readObject } from '../../kubernetes/read-object.ts';
import { readServerVersion } from '../../kubernetes/server-version.ts';
import { createClusterLists, type OpenedCluster, waitFor } from '../shared/open-cluster.ts';

export interface WantedPod {
  readonly namespace: string;
  readonly name: string;
}

/** The pod as the API server writes it. @throws ClusterError */
export async function readPod({ api, name: context }: OpenedCluster, { namespace, name }: WantedPod): Promise<Field> {
  const resource = { group: '', version: 'v1', plural: 'pods', singular: 'pod' };
  return new Field(await readObject(api, { resource, namespace, name }, context));
}

/** Everything else that says something about the pod. What cannot be read is named, and the rest is read. */
export async function readEvidence(cluster: OpenedCluster, pod: Field, profiles: ProfileSet): Promise<PodEvidence> {
  const clusterPod = parseClusterPod(pod);
  const { namespace } = clusterPod.pod;
  const events = new PodEvents(pod);
  const lists = createClusterLists(cluster.api);
  const reading = new ClusterReading({
    namespaces: [namespace],
    lists: {
      pages: (resource, place) =>
        resource === 'events'
          ? events.schedulingOnly(pagesOfEvents(cluster, { namespace, name: clusterPod.name }))
          : lists.pages(resource, place),
    },
  });
  const notes: string[] = [];
  const [facts, node, controlPlaneVersion] = await Promise.all([
    readFacts(reading, { profiles, nowMs: Date.now() }),
    clusterPod.pod.nodeName ? orNote(readNode(cluster, clusterPod.pod.nodeName), notes) : undefined,
    orNote(readServerVersion(cluster.api), notes),
  ]);
  const judged = judgePod(clusterPod, facts);
  const { errors } = reading;
  return {
    pod,
    judged,
    node,
    controlPlaneVersion,
    events: events.latest(),
    errors,
    notes: [...notes, ...reading.notes],
  };
}

function pagesOfEvents({ api }: OpenedCluster, { namespace, name }: WantedPod) {
  const fieldSelector = `involvedObject.kind=Pod,involvedObject.name=${name}`;
  const resource = { groupPath: '/api/v1', plural: 'events', fieldSelector };
  return listPages(api, { resource, namespace }, { wait: waitFor });
}

async function readNode({ api, name: context }: OpenedCluster, name: string): Promise<Field> {
  const resource = { group: '', version: 'v1', plural: 'nodes', singular: 'node' };
  return new Field(await readObject(api, { resource, namespace: undefined, name }, context));
}

async function orNote<Value>(reading: Promise<Value>, notes: string[]): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    notes.push(error.message);
    return undefined;
  }
}
