import type { ClusterLists } from '../../audit/cluster-reading.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { listPages } from '../../kubernetes/list-pages.ts';
import { LISTED_RESOURCES } from '../../kubernetes/listed-resources.ts';
import { waitFor } from '../shared/wait-for.ts';

/** What an audit reads, from the Kubernetes API. */
export function createClusterLists(api: KubernetesApi): ClusterLists {
  return {
    pages: (resource, namespace) =>
      listPages(api, { resource: LISTED_RESOURCES[resource], namespace }, { wait: waitFor }),
  };
}
