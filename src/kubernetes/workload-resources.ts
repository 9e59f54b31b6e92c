/** A kind of workload as the API server names it in paths and kubectl on its command line. */
export interface WorkloadResource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
}

/** Source: `kubectl api-resources`, Kubernetes 1.35. */
export const WORKLOAD_RESOURCES: readonly WorkloadResource[] = [
  { group: '', version: 'v1', plural: 'pods', singular: 'pod', shortNames: ['po'] },
  {
    group: '',
    version: 'v1',
    plural: 'replicationcontrollers',
    singular: 'replicationcontroller',
    shortNames: ['rc'],
  },
  { group: 'apps', version: 'v1', plural: 'deployments', singular: 'deployment', shortNames: ['deploy'] },
  { group: 'apps', version: 'v1', plural: 'replicasets', singular: 'replicaset', shortNames: ['rs'] },
  { group: 'apps', version: 'v1', plural: 'statefulsets', singular: 'statefulset', shortNames: ['sts'] },
  { group: 'apps', version: 'v1', plural: 'daemonsets', singular: 'daemonset', shortNames: ['ds'] },
  { group: 'batch', version: 'v1', plural: 'jobs', singular: 'job', shortNames: [] },
  { group: 'batch', version: 'v1', plural: 'cronjobs', singular: 'cronjob', shortNames: ['cj'] },
];

/** By any name that kubectl takes, in any case: `po`, `deployments`, `deployment.apps`, `deployments.v1.apps`. */
export function findWorkloadResource(name: string): WorkloadResource | undefined {
  const wanted = name.toLowerCase();
  return WORKLOAD_RESOURCES.find((resource) => namesOf(resource).includes(wanted));
}

function namesOf({ group, version, plural, singular, shortNames }: WorkloadResource): readonly string[] {
  return [plural, singular, ...shortNames].flatMap((name) => [name, `${name}.${group}`, `${name}.${version}.${group}`]);
}
