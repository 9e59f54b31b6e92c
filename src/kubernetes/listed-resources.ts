import { Field } from '../documents/field.ts';
import { type KubernetesApi, objectIn } from './api.ts';

/** A kind of object that is listed, as the API server names it in paths. */
export interface ListedResource {
  /** `/api/v1`, `/apis/apps/v1` */
  readonly groupPath: string;
  readonly plural: string;
  /** Names, labels and owners are enough: the API server leaves the rest out. */
  readonly metadataOnly?: boolean;
  /** Which of them. Source: Kubernetes, "Field Selectors". */
  readonly fieldSelector?: string;
}

export const LISTED_RESOURCES = {
  nodes: { groupPath: '/api/v1', plural: 'nodes', metadataOnly: true },
  namespaces: { groupPath: '/api/v1', plural: 'namespaces', metadataOnly: true },
  pods: { groupPath: '/api/v1', plural: 'pods' },
  events: { groupPath: '/api/v1', plural: 'events', fieldSelector: 'reason=FailedScheduling' },
  replicaSets: { groupPath: '/apis/apps/v1', plural: 'replicasets' },
  statefulSets: { groupPath: '/apis/apps/v1', plural: 'statefulsets' },
  nodeStatuses: { groupPath: '/api/v1', plural: 'nodes' },
  podDisruptionBudgets: { groupPath: '/apis/policy/v1', plural: 'poddisruptionbudgets' },
  jobs: { groupPath: '/apis/batch/v1', plural: 'jobs' },
} as const satisfies Readonly<Record<string, ListedResource>>;

/** Whether the API server knows the resource, as its discovery says, which everybody may read. @throws ClusterError */
export async function isServed(
  api: KubernetesApi,
  { groupPath, plural }: Pick<ListedResource, 'groupPath' | 'plural'>,
): Promise<boolean> {
  const answer = await api.send({ method: 'GET', path: groupPath });
  if (answer.status === 404) return false;
  const resources = new Field(objectIn(answer, `read ${groupPath}`)).get('resources').list();
  return resources.some((resource) => resource.get('name').value === plural);
}
