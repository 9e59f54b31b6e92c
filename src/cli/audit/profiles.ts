import type { ProfileSet } from '../../fargate/profile-set.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { listCustomResources } from '../../kubernetes/profile-resources.ts';
import { createResourceSource } from '../../profiles/resource-source.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import type { Terminal } from '../command.ts';
import { loadFrom, loadProfiles, tellForeignProfile } from '../load-profiles.ts';
import { waitFor } from './cluster-lists.ts';
import type { AuditProfileOrigin } from './request.ts';

/** The profiles as they are now. @throws ProfileLoadError, ClusterError */
export async function loadAuditProfiles(
  origin: AuditProfileOrigin,
  api: KubernetesApi | undefined,
  terminal: Pick<Terminal, 'environment' | 'printError'>,
): Promise<ProfileSet> {
  if (origin.kind !== 'resources') return loadProfiles(origin, terminal);
  if (api === undefined)
    throw new ProfileLoadError('FargateProfile resources are read from a cluster, and there is none');
  const source = createResourceSource({
    clusterName: origin.clusterName,
    onForeignProfile: (profile) => tellForeignProfile(profile, terminal.printError),
    lists: { profileResources: (kind) => listCustomResources(api, kind, { wait: waitFor }) },
  });
  return loadFrom(source);
}

/** Where they come from, in words. */
export function describeOrigin(origin: AuditProfileOrigin): string {
  switch (origin.kind) {
    case 'eks':
      return `EKS cluster ${origin.clusterName}`;
    case 'files':
      return origin.path;
    case 'resources':
      return 'FargateProfile resources of the cluster';
  }
}
