import { type AuditOptions, auditCluster } from '../../audit/audit-cluster.ts';
import type { AuditReport } from '../../audit/report/report.ts';
import { minorVersionIn } from '../../audit/version-skew.ts';
import { ClusterError } from '../../kubernetes/cluster-error.ts';
import { readServerVersion } from '../../kubernetes/server-version.ts';
import { describeOrigin, loadClusterProfiles } from '../shared/cluster-profiles.ts';
import type { ClusterRequest } from '../shared/cluster-request.ts';
import type { Terminal } from '../shared/command.ts';
import type { ProfileReader } from '../shared/load-profiles.ts';
import type { OpenedCluster } from '../shared/open-cluster.ts';
import { createClusterLists } from '../shared/open-cluster.ts';
import { packageVersion } from '../shared/package-version.ts';
import { createPodProgress } from '../shared/progress.ts';
import type { WantedUpgrade } from './upgrade.ts';

/** Audits a cluster as it is now. @throws ProfileLoadError, ClusterError */
export async function auditOnce(
  { api, name }: Pick<OpenedCluster, 'api' | 'name'>,
  {
    namespaces,
    profileOrigin,
    pricesIn,
    targetMinor,
    demand,
  }: Pick<ClusterRequest, 'namespaces' | 'profileOrigin' | 'pricesIn'> & WantedUpgrade & Pick<AuditOptions, 'demand'>,
  terminal: ProfileReader & Pick<Terminal, 'errorsAreTerminal'>,
): Promise<AuditReport> {
  const profiles = await loadClusterProfiles(profileOrigin, api, terminal);
  const upgrade = targetMinor === undefined ? undefined : await readUpgrade(api, targetMinor);
  const progress = createPodProgress(terminal);
  const report = await auditCluster({
    lists: createClusterLists(api),
    namespaces,
    profiles,
    pricesIn,
    upgrade,
    demand,
    nowMs: Date.now(),
    about: { version: packageVersion(), cluster: name, profiles: describeOrigin(profileOrigin) },
    onPage: progress.showPage,
  });
  progress.end();
  return report;
}

/** @throws ClusterError */
async function readUpgrade(api: OpenedCluster['api'], target: number) {
  const version = await readServerVersion(api);
  const controlPlane = minorVersionIn(version);
  if (controlPlane !== undefined) return { controlPlane, target };
  throw new ClusterError('failed', `the API server names no version of Kubernetes: ${JSON.stringify(version)}`);
}
