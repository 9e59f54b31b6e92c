import { CONTAINER } from '../workload-reviews.ts';

/** The port of the kubelet. */
export const KUBELET = { containerPort: 10250 };
export const SPREAD = {
  maxSkew: 1,
  topologyKey: 'topology.kubernetes.io/zone',
  whenUnsatisfiable: 'ScheduleAnyway',
  labelSelector: { matchLabels: { app: 'several' } },
};

/** One that makes a claim for each pod. */
export const STATEFUL_SET = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'store', namespace: 'shop' },
  spec: {
    serviceName: 'store',
    selector: { matchLabels: { app: 'store' } },
    template: { metadata: { labels: { app: 'store' } }, spec: { containers: [CONTAINER] } },
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    ],
  },
};

/** A Deployment without a finding, but for what its pods' spec is given. */
export function deployment(name: string, spec: object, namespace = 'shop'): object {
  const template = { metadata: { labels: { app: name } }, spec: { containers: [CONTAINER], ...spec } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { selector: { matchLabels: { app: name } }, template },
  };
}

/** What kubectl prints of a Deployment with `hostNetwork`. */
export function hostNetworkWarning(name: string): string {
  return `Warning: Deployment ${name}: spec.template.spec.hostNetwork: Pod not supported on Fargate: fields not supported: HostNetwork (Fargate profile shop takes the pod); remove hostNetwork: a Fargate pod does not share its node, so it needs no host network [host-network]\n`;
}
