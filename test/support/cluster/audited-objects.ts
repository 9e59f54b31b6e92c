const MAIN_CONTAINER = { name: 'main', image: 'example.com/main' };

/** EKS's scheduler is named in the template, so that no other takes the pods: EKS's webhook would write it on each. */
export const MOVED = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'moved', namespace: 'shop' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { set: 'moved' } },
    template: {
      metadata: { labels: { app: 'moved', set: 'moved' } },
      spec: { schedulerName: 'fargate-scheduler', containers: [MAIN_CONTAINER] },
    },
  },
};

export const AGENT = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent', namespace: 'tools' },
  spec: {
    selector: { matchLabels: { app: 'agent' } },
    template: {
      metadata: { labels: { app: 'agent' } },
      // Nothing here removes the taint of a node that is not ready yet.
      spec: { tolerations: [{ operator: 'Exists' }], containers: [MAIN_CONTAINER] },
    },
  },
};

export const NIGHTLY = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly', namespace: 'tools' },
  spec: {
    schedule: '0 3 * * *',
    suspend: true,
    jobTemplate: {
      spec: {
        template: {
          metadata: { labels: { app: 'nightly' } },
          spec: { restartPolicy: 'Never', containers: [MAIN_CONTAINER] },
        },
      },
    },
  },
};

/** Somebody who may see nodes and which namespaces there are, and no more unless a binding grants it. */
export const READER_RIGHTS: readonly object[] = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'reader', namespace: 'default' } },
  clusterRole('audit-overview', [{ apiGroups: [''], resources: ['nodes', 'namespaces'], verbs: ['list'] }]),
  clusterRole('audit-workloads', [
    { apiGroups: [''], resources: ['pods', 'events'], verbs: ['list'] },
    { apiGroups: ['apps'], resources: ['replicasets', 'statefulsets'], verbs: ['list'] },
    { apiGroups: ['batch'], resources: ['jobs'], verbs: ['list'] },
  ]),
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'audit-overview' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'audit-overview' },
    subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace: 'default' }],
  },
];

/** Lets the reader see the workloads of one namespace. */
export function readerBinding(namespace: string): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'audit-workloads', namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'audit-workloads' },
    subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace: 'default' }],
  };
}

function clusterRole(name: string, rules: readonly object[]): object {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules };
}
