import { auditCluster } from '../../audit/audit-cluster.ts';
import type { AuditReport } from '../../audit/report/report.ts';
import { describeOrigin, loadClusterProfiles } from '../shared/cluster-profiles.ts';
import type { ClusterRequest } from '../shared/cluster-request.ts';
import type { Terminal } from '../shared/command.ts';
import type { ProfileReader } from '../shared/load-profiles.ts';
import type { OpenedCluster } from '../shared/open-cluster.ts';
import { createClusterLists } from '../shared/open-cluster.ts';
import { packageVersion } from '../shared/package-version.ts';
import { createPodProgress } from '../shared/progress.ts';

/** Audits a cluster as it is now. @throws ProfileLoadError, ClusterError */
export async function auditOnce(
  { api, name }: Pick<OpenedCluster, 'api' | 'name'>,
  { namespaces, profileOrigin, pricesIn }: Pick<ClusterRequest, 'namespaces' | 'profileOrigin' | 'pricesIn'>,
  terminal: ProfileReader & Pick<Terminal, 'errorsAreTerminal'>,
): Promise<AuditReport> {
  const profiles = await loadClusterProfiles(profileOrigin, api, terminal);
  const progress = createPodProgress(terminal);
  const report = await auditCluster({
    lists: createClusterLists(api),
    namespaces,
    profiles,
    pricesIn,
    nowMs: Date.now(),
    about: { version: packageVersion(), cluster: name, profiles: describeOrigin(profileOrigin) },
    onPage: progress.showPage,
  });
  progress.end();
  return report;
}
