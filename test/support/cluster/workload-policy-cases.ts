import fc from 'fast-check';
import { newPod, PROFILE_LABEL } from '../generated-pods.ts';

/** What Fargate refuses, ignores or may not have: each a part of the spec of a pod. */
const SPEC_PARTS: readonly object[] = [
  { hostNetwork: true },
  { hostPID: true },
  { hostIPC: true },
  { hostUsers: false },
  { runtimeClassName: 'gvisor' },
  { nodeSelector: { 'kubernetes.io/arch': 'arm64', 'topology.kubernetes.io/zone': 'a' } },
  { nodeSelector: { 'kubernetes.io/os': 'linux' } },
  affinity({ key: 'kubernetes.io/os', operator: 'NotIn', values: ['linux'] }),
  affinity({ key: 'karpenter.sh/nodepool', operator: 'DoesNotExist' }),
  affinity({ key: 'eks.amazonaws.com/compute-type', operator: 'Exists' }),
  { volumes: [{ name: 'a', hostPath: { path: '/' } }, { name: 'b', emptyDir: { sizeLimit: '30Gi' } }, { name: 'c' }] },
  {
    volumes: [
      { name: 'a', emptyDir: { medium: 'Memory', sizeLimit: '99Gi' } },
      { name: 'd', nfs: nfs() },
    ],
  },
  { securityContext: { sysctls: [sysctl('net/core/somaxconn'), sysctl('kernel.shm_rmid_forced')] } },
  { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'x' } } },
  { tolerations: [{ key: 'x', operator: 'Exists' }, { operator: 'Exists' }] },
  { tolerations: [{ key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule' }] },
  { nodeName: 'ip-10-0-0-1' },
  { schedulerName: 'fargate-scheduler' },
  { schedulerName: 'custom' },
];

const CONTAINER_PARTS: readonly object[] = [
  { securityContext: { privileged: true } },
  { securityContext: { allowPrivilegeEscalation: true } },
  { securityContext: { capabilities: { add: ['CHOWN', 'NET_ADMIN', 'SYS_PTRACE'] } } },
  { ports: [{ containerPort: 80, hostPort: 80 }, { containerPort: 10250 }] },
  { resources: { requests: { cpu: '17', memory: '1.3Gi' } } },
  { resources: { limits: { 'nvidia.com/gpu': '1', cpu: '1' } } },
  { resources: { requests: { 'ephemeral-storage': '176Gi' } } },
  { resources: { limits: { 'ephemeral-storage': '20Gi', memory: '1Gi' } } },
  { securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'x' } } },
];

function affinity(requirement: object): object {
  const terms = { nodeSelectorTerms: [{ matchExpressions: [requirement] }] };
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } } };
}

function nfs(): object {
  return { server: 'nfs.example.com', path: '/' };
}

function sysctl(name: string): object {
  return { name, value: '1' };
}

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Pod'] as const;
type Kind = (typeof KINDS)[number];

/** Workloads of every kind, whose pods are those of the agreement property with parts that deserve a finding. */
export const workload = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    made: newPod,
    isOptedOut: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
    annotated: fc.constantFrom(undefined, undefined, undefined, 'web', 'other'),
    spec: fc.array(fc.constantFrom(...SPEC_PARTS), { maxLength: 3 }),
    containers: fc.array(fc.constantFrom({}, ...CONTAINER_PARTS), { minLength: 1, maxLength: 2 }),
    initContainers: fc.array(fc.constantFrom({}, ...CONTAINER_PARTS), { maxLength: 1 }),
  })
  .map((parts) => {
    const { kind, made } = parts;
    const namespace = made.namespace === 'kube-system' ? 'shop' : made.namespace;
    const template = { metadata: templateMetadata(parts), spec: podSpec(parts) };
    return { kind, namespace, object: objectOf(kind, { name: 'case', namespace }, template) };
  });

interface Parts {
  readonly kind: Kind;
  readonly made: { readonly labels: object; readonly wish: string | undefined };
  readonly isOptedOut: boolean;
  readonly annotated: string | undefined;
  readonly spec: readonly object[];
  readonly containers: readonly object[];
  readonly initContainers: readonly object[];
}

function templateMetadata({ made, isOptedOut, annotated }: Parts): object {
  return {
    labels: { set: 'case', ...made.labels, ...(made.wish === undefined ? {} : { [PROFILE_LABEL]: made.wish }) },
    annotations: {
      ...(isOptedOut && { 'eks.amazonaws.com/compute-type': 'ec2' }),
      ...(annotated !== undefined && { [PROFILE_LABEL]: annotated }),
    },
  };
}

function podSpec({ kind, spec, containers, initContainers }: Parts): object {
  const isJob = kind === 'Job' || kind === 'CronJob';
  return {
    ...Object.assign({}, ...spec),
    containers: containers.map(named('main')),
    initContainers: initContainers.map(named('init')),
    ...(isJob && { restartPolicy: 'Never' }),
  };
}

function named(prefix: string) {
  return (parts: object, index: number): object => ({ name: `${prefix}-${index}`, image: 'example.com/a', ...parts });
}

function objectOf(
  kind: Kind,
  metadata: object,
  template: { readonly metadata: object; readonly spec: object },
): object {
  const selector = { matchLabels: { set: 'case' } };
  switch (kind) {
    case 'Pod':
      return { apiVersion: 'v1', kind, metadata: { ...metadata, ...template.metadata }, spec: template.spec };
    case 'Job':
      return { apiVersion: 'batch/v1', kind, metadata, spec: { template } };
    case 'CronJob':
      return {
        apiVersion: 'batch/v1',
        kind,
        metadata,
        spec: { schedule: '@daily', jobTemplate: { spec: { template } } },
      };
    default:
      return { apiVersion: 'apps/v1', kind, metadata, spec: { selector, template } };
  }
}

const RESOURCES: Readonly<Record<Kind, readonly [group: string, resource: string]>> = {
  Deployment: ['/apis/apps/v1', 'deployments'],
  StatefulSet: ['/apis/apps/v1', 'statefulsets'],
  DaemonSet: ['/apis/apps/v1', 'daemonsets'],
  Job: ['/apis/batch/v1', 'jobs'],
  CronJob: ['/apis/batch/v1', 'cronjobs'],
  Pod: ['/api/v1', 'pods'],
};

export function listPath(kind: Kind, namespace: string): string {
  const [group, resource] = RESOURCES[kind];
  return `${group}/namespaces/${namespace}/${resource}`;
}
