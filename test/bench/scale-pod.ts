import { capacityOf, formatCapacity } from '../../src/fargate/capacity.ts';

/** A Deployment of the cluster, as far as its pods show it. */
export interface ScaleWorkload {
  readonly namespace: string;
  readonly name: string;
  /** Of the ReplicaSet that runs now. */
  readonly replicaSet: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly requests: { readonly cpu: string; readonly memory: string };
  /** Undefined: on other nodes. */
  readonly profile: string | undefined;
}

export interface ScalePod {
  readonly workload: ScaleWorkload;
  readonly name: string;
  /** Undefined: it waits for one. */
  readonly nodeName: string | undefined;
}

/** With the environment, probes, mounts and sidecar of a usual web service: 4 to 8 KB once the API server has it. */
export function podObject({ workload, name, nodeName }: ScalePod): object {
  const { namespace, labels, profile, replicaSet } = workload;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels: { ...labels, ...(profile === undefined ? {} : { 'eks.amazonaws.com/fargate-profile': profile }) },
      annotations: annotationsOf(workload, nodeName),
      ownerReferences: [ownerReference('ReplicaSet', replicaSet)],
    },
    spec: {
      ...podSpec(workload),
      ...(profile === undefined ? {} : { schedulerName: 'fargate-scheduler' }),
      ...(nodeName === undefined ? {} : { nodeName }),
    },
  };
}

/** What `kubectl rollout` leaves of each revision, and the one that runs now. */
export function replicaSetObject(workload: ScaleWorkload, name: string): object {
  const { namespace, labels } = workload;
  const spec = { replicas: 0, selector: { matchLabels: labels } };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace, labels, ownerReferences: [ownerReference('Deployment', workload.name)] },
    spec: { ...spec, template: { metadata: { labels }, spec: podSpec(workload) } },
  };
}

/** As a kubelet reports it. */
export function runningStatus(startedAt: string): object {
  const condition = (type: string) => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: startedAt });
  return {
    phase: 'Running',
    hostIP: '10.0.11.42',
    podIP: '10.0.11.42',
    startTime: startedAt,
    conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(condition),
    containerStatuses: ['web', 'proxy'].map((name) => ({
      name,
      image: IMAGE,
      imageID: `${IMAGE}@sha256:${'0123456789abcdef'.repeat(4)}`,
      containerID: `containerd://${'fedcba9876543210'.repeat(4)}`,
      ready: true,
      started: true,
      restartCount: 0,
      state: { running: { startedAt } },
    })),
  };
}

/** Without a controller manager the owner is not looked up. */
function ownerReference(kind: 'ReplicaSet' | 'Deployment', name: string): object {
  const uid = '00000000-0000-4000-8000-000000000000';
  return { apiVersion: 'apps/v1', kind, name, uid, controller: true, blockOwnerDeletion: true };
}

function annotationsOf({ requests, profile }: ScaleWorkload, nodeName: string | undefined): object {
  const checksum = 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c';
  const template = { 'checksum/config': checksum };
  if (profile === undefined || nodeName === undefined) return template;
  const none = { requests: {}, limits: {} };
  const containers = [requests, SIDECAR_REQUESTS].map((one) => ({
    resources: { ...none, requests: one },
    restartPolicy: undefined,
  }));
  const capacity = capacityOf({ containers, initContainers: [], resources: none });
  if (capacity.kind !== 'provisioned') return template;
  return {
    ...template,
    CapacityProvisioned: formatCapacity(capacity),
    Logging: 'LoggingDisabled: LOGGING_CONFIGMAP_NOT_FOUND',
  };
}

const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web:2026.11.26-1';
const SIDECAR_REQUESTS = { cpu: '50m', memory: '64Mi' };

function podSpec({ namespace, name, requests }: ScaleWorkload): object {
  const probe = { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 10, timeoutSeconds: 3 };
  return {
    serviceAccountName: 'default',
    terminationGracePeriodSeconds: 30,
    containers: [
      {
        name: 'web',
        image: IMAGE,
        args: ['--listen=:8080', `--service=${name}`],
        ports: [{ name: 'http', containerPort: 8080 }],
        env: environment(namespace, name),
        resources: { requests, limits: requests },
        readinessProbe: probe,
        volumeMounts: [
          { name: 'config', mountPath: '/etc/web', readOnly: true },
          { name: 'cache', mountPath: '/var/cache/web' },
        ],
        securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      },
      { name: 'proxy', image: IMAGE, resources: { requests: SIDECAR_REQUESTS, limits: SIDECAR_REQUESTS } },
    ],
    volumes: [
      { name: 'config', configMap: { name: `${name}-config` } },
      { name: 'cache', emptyDir: {} },
    ],
  };
}

function environment(namespace: string, name: string): readonly object[] {
  const keys = ['DATABASE', 'CACHE', 'QUEUE', 'TRACING'];
  const urls = keys.map((key) => ({
    name: `${key}_URL`,
    value: `https://${key.toLowerCase()}.${namespace}.svc:8443/`,
  }));
  const password = { secretKeyRef: { name: `${name}-database`, key: 'password' } };
  const podName = { fieldRef: { fieldPath: 'metadata.name' } };
  return [...urls, { name: 'DATABASE_PASSWORD', valueFrom: password }, { name: 'POD_NAME', valueFrom: podName }];
}
