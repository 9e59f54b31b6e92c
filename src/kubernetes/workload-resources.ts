import type { WorkloadKind } from '../documents/workloads/workload-kind.ts';
import { WORKLOAD_KINDS } from '../documents/workloads/workload-kinds.ts';

/** A kind of workload as the API server names it in paths and kubectl on its command line. */
export interface WorkloadResource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
}

/** The kinds that the program reads from a cluster. */
export const WORKLOAD_RESOURCES: readonly WorkloadResource[] = WORKLOAD_KINDS.flatMap(resourceOf);

function resourceOf({ apiVersions, kind, shortNames }: WorkloadKind): readonly WorkloadResource[] {
  if (shortNames === undefined) return [];
  const [group = '', version] = apiVersions[0].includes('/') ? apiVersions[0].split('/') : ['', apiVersions[0]];
  const singular = kind.toLowerCase();
  return [{ group, version: version ?? '', plural: `${singular}s`, singular, shortNames }];
}

/** By any name that kubectl takes, in any case: `po`, `deployments`, `deployment.apps`, `deployments.v1.apps`. */
export function findWorkloadResource(name: string): WorkloadResource | undefined {
  const wanted = name.toLowerCase();
  return WORKLOAD_RESOURCES.find((resource) => namesOf(resource).includes(wanted));
}

function namesOf({ group, version, plural, singular, shortNames }: WorkloadResource): readonly string[] {
  return [plural, singular, ...shortNames].flatMap((name) => [name, `${name}.${group}`, `${name}.${version}.${group}`]);
}
