/** @import { ClusterIdentity } from '../../fleet/fleet-report.ts' */

/**
 * What tells a cluster from every other: names of EKS may occur in each region and account.
 * @param {ClusterIdentity} cluster
 */
export function clusterKey({ context, kubeconfig }) {
  return kubeconfig === undefined ? context : `${context} of ${kubeconfig}`;
}

/**
 * The name that each cluster is shown by: the one that EKS has for it, with its key where that is not enough.
 * @template {ClusterIdentity} Cluster
 * @param {readonly Cluster[]} clusters
 * @returns {(cluster: Cluster) => string}
 */
export function shownNames(clusters) {
  const sharing = Map.groupBy(clusters, shortName);
  return (cluster) => {
    const name = shortName(cluster);
    const isUnique = sharing.get(name)?.length === 1;
    return isUnique || name === clusterKey(cluster) ? name : `${name} (${clusterKey(cluster)})`;
  };
}

/** @param {ClusterIdentity} cluster */
function shortName({ clusterName, context }) {
  return clusterName ?? context;
}
