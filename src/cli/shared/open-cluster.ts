import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterLists } from '../../audit/cluster-reading.ts';
import { openAccess } from '../../kubernetes/access.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { listPages } from '../../kubernetes/list-pages.ts';
import { LISTED_RESOURCES } from '../../kubernetes/listed-resources.ts';
import type { ChosenCluster } from './cluster-request.ts';
import type { Terminal } from './command.ts';

/** A cluster to read, with the rights of the kubeconfig's user or of the pod's service account. */
export interface OpenedCluster {
  readonly api: KubernetesApi;
  /** As the user knows it. */
  readonly name: string;
  /** Of objects that name none. */
  readonly namespace: string;
}

/**
 * The cluster of the given context and kubeconfig. Without both: the first of KUBECONFIG, the cluster of the pod that this
 * process runs in, and `~/.kube/config`.
 *
 * @throws ClusterError where there is no usable cluster.
 */
export async function openChosenCluster(
  { context, kubeconfig }: ChosenCluster,
  { environment }: Pick<Terminal, 'environment'>,
): Promise<OpenedCluster> {
  const isForKubeconfig = context !== undefined || kubeconfig !== undefined || (environment['KUBECONFIG'] ?? '') !== '';
  if (!isForKubeconfig) {
    const access = await openAccess({ environment });
    if (access.kind === 'granted') {
      return { api: access.api, name: 'the cluster that this runs in', namespace: 'default' };
    }
  }
  // The client takes half a second to load.
  const { openKubeconfig } = await import('../../kubernetes/kubeconfig-api.ts');
  return openKubeconfig({ environment, context, path: kubeconfig });
}

/** The lists that `audit` and `plan` read. */
export function createClusterLists(api: KubernetesApi): ClusterLists {
  return {
    pages: (resource, namespace) =>
      listPages(api, { resource: LISTED_RESOURCES[resource], namespace }, { wait: waitFor }),
  };
}

/** A timer that keeps the process alive, unlike those of the system clock. */
export async function waitFor(delayMs: number): Promise<void> {
  await delay(delayMs);
}
