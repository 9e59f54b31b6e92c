import { type ApiWrite, create } from './api-writer.ts';
import { podObject, replicaSetObject, runningStatus, type ScalePod, type ScaleWorkload } from './scale-pod.ts';

/** How large a cluster is. */
export interface Scale {
  readonly deployments: number;
  readonly namespaces: number;
  readonly podsPerDeployment: number;
}

/** What a Deployment keeps of its roll-outs. Source: Kubernetes API reference, revisionHistoryLimit. */
const OLD_REPLICA_SETS = 10;

export function namespaceNames({ namespaces }: Scale): readonly string[] {
  return Array.from({ length: namespaces }, (_, index) => `team-${String(index).padStart(2, '0')}`);
}

/** As `aws eks describe-fargate-profile` prints them: ten, which is EKS's quota, for all namespaces. */
export function scaleProfiles(scale: Scale): readonly object[] {
  const selectors = namespaceNames(scale).map((namespace) => ({ namespace, labels: FARGATE_LABELS }));
  return Array.from({ length: PROFILES }, (_, index) => ({
    fargateProfile: {
      fargateProfileName: profileName(index),
      clusterName: 'scale',
      status: 'ACTIVE',
      createdAt: '2026-01-01T00:00:00Z',
      selectors: selectors.filter((_selector, place) => place % PROFILES === index),
    },
  }));
}

/** Everything that an audit reads, in an order in which an API server takes it: every second Deployment is on Fargate. */
export function* clusterObjects(scale: Scale): Generator<ApiWrite, void, undefined> {
  for (const workload of workloads(scale)) {
    const revisions = Array.from({ length: OLD_REPLICA_SETS }, (_, index) => `${workload.name}-${index}`);
    for (const name of [...revisions, workload.replicaSet]) {
      yield create(`/apis/apps/v1/namespaces/${workload.namespace}/replicasets`, replicaSetObject(workload, name));
    }
  }
  for (const pod of pods(scale)) {
    if (pod.isFirstOnNode && pod.nodeName !== undefined) yield create('/api/v1/nodes', nodeObject(pod));
    yield create(`/api/v1/namespaces/${pod.workload.namespace}/pods`, podObject(pod));
    if (pod.nodeName === undefined) yield create(`/api/v1/namespaces/${pod.workload.namespace}/events`, eventOf(pod));
  }
}

/** What kubelets write, once there are pods to write it on. */
export function* podStatuses(scale: Scale): Generator<ApiWrite, void, undefined> {
  const status = runningStatus('2026-11-26T12:00:00Z');
  for (const { workload, name, nodeName } of pods(scale)) {
    const path = `/api/v1/namespaces/${workload.namespace}/pods/${name}/status`;
    if (nodeName !== undefined) yield { method: 'PATCH', path, body: { status } };
  }
}

const PROFILES = 10;
const FARGATE_LABELS = { 'runs-on': 'fargate' };

function profileName(index: number): string {
  return `fargate-${index}`;
}

const REQUESTS = [
  { cpu: '200m', memory: '400Mi' },
  { cpu: '450m', memory: '1Gi' },
  { cpu: '1', memory: '2Gi' },
  { cpu: '1100m', memory: '1Gi' },
] as const;

function* workloads(scale: Scale): Generator<ScaleWorkload, void, undefined> {
  const namespaces = namespaceNames(scale);
  for (let index = 0; index < scale.deployments; index += 1) {
    const place = index % namespaces.length;
    const isOnFargate = Math.floor(index / namespaces.length) % 2 === 0;
    const name = `service-${index}`;
    const app = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'shop' };
    yield {
      namespace: namespaces[place] ?? '',
      name,
      replicaSet: `${name}-7d9c5b8f6d`,
      labels: { ...app, 'pod-template-hash': '7d9c5b8f6d', ...(isOnFargate ? FARGATE_LABELS : {}) },
      requests: REQUESTS[index % REQUESTS.length] ?? REQUESTS[0],
      profile: isOnFargate ? profileName(place % PROFILES) : undefined,
    };
  }
}

interface NumberedPod extends ScalePod {
  readonly isFirstOnNode: boolean;
}

/** One of a hundred waits. Of the others one on Fargate has a node of its own, and those of another Deployment share one. */
function* pods(scale: Scale): Generator<NumberedPod, void, undefined> {
  let number = 0;
  for (const workload of workloads(scale)) {
    for (let index = 0; index < scale.podsPerDeployment; index += 1) {
      number += 1;
      const isOnFargate = workload.profile !== undefined;
      const nodeName = `${isOnFargate ? `fargate-ip-${number}` : `ip-${workload.name}`}.eu-west-1.compute.internal`;
      yield {
        workload,
        name: `${workload.replicaSet}-${String(index).padStart(5, '0')}`,
        nodeName: number % WAITING_ONE_OF === 0 ? undefined : nodeName,
        isFirstOnNode: isOnFargate || index === 0,
      };
    }
  }
}

const WAITING_ONE_OF = 100;

function nodeObject({ workload, nodeName }: ScalePod): object {
  const labels = {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/os': 'linux',
    'topology.kubernetes.io/region': 'eu-west-1',
    'topology.kubernetes.io/zone': 'eu-west-1a',
    ...(workload.profile === undefined ? {} : { 'eks.amazonaws.com/compute-type': 'fargate' }),
  };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: nodeName, labels } };
}

function eventOf({ workload: { namespace, profile }, name }: ScalePod): object {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.17f0a1b2c3d4e5f6`, namespace },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name },
    reason: 'FailedScheduling',
    type: 'Warning',
    message:
      profile === undefined
        ? '0/250 nodes are available: 250 Insufficient cpu. preemption: 0/250 nodes are available.'
        : 'Fargate capacity is unavailable at this time. Please try again later or in a different availability zone',
    source: { component: profile === undefined ? 'default-scheduler' : 'fargate-scheduler' },
    lastTimestamp: '2026-11-26T12:00:00Z',
  };
}
