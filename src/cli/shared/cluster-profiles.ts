import { STANDARD_INPUT } from '../../documents/files/read-text.ts';
import type { ProfileSet } from '../../fargate/profile-set.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { listCustomResources } from '../../kubernetes/list-pages.ts';
import { createResourceSource } from '../../profiles/resource-source.ts';
import { ProfileLoadError, type ProfileSource } from '../../profiles/source.ts';
import { loadFrom, loadProfiles, noticesTo, openSource, type ProfileReader } from './load-profiles.ts';
import { waitFor } from './open-cluster.ts';
import type { ClusterProfileOrigin } from './profile-flags.ts';
import { printable } from './terminal-text.ts';

/** The profiles as they are now. @throws ProfileLoadError, ClusterError */
export async function loadClusterProfiles(
  origin: ClusterProfileOrigin,
  api: KubernetesApi | undefined,
  reader: ProfileReader,
): Promise<ProfileSet> {
  if (origin.kind === 'in-plan') throw new ProfileLoadError('the profiles are in the plan, and no plan was read');
  if (origin.kind !== 'resources') return loadProfiles(origin, reader);
  if (api === undefined)
    throw new ProfileLoadError('FargateProfile resources need a cluster: give --context or --kubeconfig');
  return loadFrom(openResources(origin, api, reader), { signal: reader.signal });
}

/** The profiles again and again: what is known of them is kept, and asked for again where it may have changed. */
export async function openClusterProfiles(
  origin: ClusterProfileOrigin,
  reader: ProfileReader,
): Promise<(api: KubernetesApi, signal: AbortSignal) => Promise<ProfileSet>> {
  if (origin.kind === 'in-plan') throw new ProfileLoadError('the profiles are in the plan, and no plan was read');
  if (origin.kind === 'resources') return (api, signal) => loadFrom(openResources(origin, api, reader), { signal });
  const source = await openSource(origin, reader);
  return (_api, signal) => loadFrom(source, { signal, describeAll: false });
}

function openResources(
  { clusterName }: Extract<ClusterProfileOrigin, { kind: 'resources' }>,
  api: KubernetesApi,
  { printError }: ProfileReader,
): ProfileSource {
  return createResourceSource({
    clusterName,
    ...noticesTo(printError),
    onSkipped: (reason) => printError(`${printable(`skipped: ${reason}`)}\n`),
    lists: { profileResources: (kind) => listCustomResources(api, kind, { wait: waitFor }) },
  });
}

/** For a report. */
export function describeOrigin(origin: ClusterProfileOrigin): string {
  switch (origin.kind) {
    case 'eks':
      return `EKS cluster ${origin.clusterName}`;
    case 'files':
      return origin.path === '-' ? STANDARD_INPUT : origin.path;
    case 'resources':
      return 'FargateProfile resources of the cluster';
    case 'in-plan':
      return 'the plan';
  }
}
