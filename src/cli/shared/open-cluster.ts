import { openAccess } from '../../kubernetes/access.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { ChosenCluster } from './chosen-cluster.ts';
import type { Terminal } from './command.ts';

/** A cluster to read, with somebody's rights. */
export interface OpenedCluster {
  readonly api: KubernetesApi;
  /** What the user calls it. */
  readonly name: string;
}

/**
 * The cluster of the context and the kubeconfig; without either that of KUBECONFIG, of the pod that this runs in, of `~/.kube/config`: the first
 * that there is.
 *
 * @throws ClusterError where there is none, or none that can be used.
 */
export async function openChosenCluster(
  { context, kubeconfig }: ChosenCluster,
  { environment }: Pick<Terminal, 'environment'>,
): Promise<OpenedCluster> {
  const isForKubeconfig = context !== undefined || kubeconfig !== undefined || (environment['KUBECONFIG'] ?? '') !== '';
  if (!isForKubeconfig) {
    const access = await openAccess({ environment });
    if (access.kind === 'granted') return { api: access.api, name: 'the cluster that this runs in' };
  }
  // The client takes half a second to load: nobody waits for it in vain.
  const { openKubeconfig } = await import('../../kubernetes/kubeconfig-api.ts');
  return openKubeconfig({ environment, context, path: kubeconfig });
}
