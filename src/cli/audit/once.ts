import { auditCluster } from '../../audit/audit-cluster.ts';
import type { AuditReport } from '../../audit/report.ts';
import { describeOrigin, loadClusterProfiles } from '../cluster-profiles.ts';
import type { Terminal } from '../command.ts';
import type { ProfileReader } from '../load-profiles.ts';
import type { OpenedCluster } from '../open-cluster.ts';
import { packageVersion } from '../package-version.ts';
import { createPodProgress } from '../pod-progress.ts';
import { createClusterLists } from './cluster-lists.ts';
import type { ClusterRequest } from './request.ts';

/** Audits a cluster as it is now. @throws ProfileLoadError, ClusterError */
export async function auditOnce(
  { api, name }: OpenedCluster,
  { namespaces, profileOrigin, prices }: ClusterRequest,
  terminal: ProfileReader & Pick<Terminal, 'errorsAreTerminal'>,
): Promise<AuditReport> {
  const profiles = await loadClusterProfiles(profileOrigin, api, terminal);
  const progress = createPodProgress(terminal);
  const report = await auditCluster({
    lists: createClusterLists(api),
    namespaces,
    profiles,
    prices,
    nowMs: Date.now(),
    about: { version: packageVersion(), cluster: name, profiles: describeOrigin(profileOrigin) },
    onPage: progress.tellPage,
  });
  progress.end();
  return report;
}
