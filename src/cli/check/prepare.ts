import { InputProfiles } from '../../documents/assessment/profile.ts';
import { compileProfiles, type ProfileSet } from '../../fargate/profile-set.ts';
import type { ClusterProfilesResult } from '../../inspection/check-report.ts';
import { type CheckContext, type CheckedText, checkText } from '../../inspection/check-text.ts';
import type { SourceText } from '../../inspection/objects-in-text.ts';
import { type CheckedForCluster, joinClusters } from '../../inspection/several-clusters.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import { mapConcurrently } from '../../runtime/concurrency.ts';
import type { ProfileOrigin } from '../../settings/config.ts';
import type { Terminal } from '../shared/command.ts';
import { loadProfiles } from '../shared/load-profiles.ts';
import type { CheckRequest, SeveralClusters } from './request.ts';

/** How the texts are checked. */
export interface PreparedCheck {
  readonly check: (source: SourceText) => Promise<CheckedText>;
  /** Where several clusters are checked. */
  readonly clusters?: readonly ClusterProfilesResult[];
}

/** @throws ProfileLoadError */
export async function prepareCheck(request: CheckRequest, terminal: Terminal): Promise<PreparedCheck> {
  const { profileOrigin } = request;
  if (profileOrigin.kind === 'several-clusters') return prepareForClusters(request, profileOrigin, terminal);
  const isMissing = profileOrigin.kind === 'missing';
  const profiles = isMissing ? compileProfiles([]) : await loadProfiles(profileOrigin, terminal);
  const context = contextOf(request, { clusterName: isMissing ? undefined : profileOrigin.clusterName, profiles });
  return { check: (source) => checkText(source, context) };
}

/** A cluster whose profiles cannot be loaded is left out, and named. @throws ProfileLoadError where none can be. */
async function prepareForClusters(
  request: CheckRequest,
  { clusterNames, region }: SeveralClusters,
  terminal: Terminal,
): Promise<PreparedCheck> {
  const loaded = await mapConcurrently(clusterNames, MAX_CLUSTERS_AT_A_TIME, (clusterName) =>
    loadCluster({ kind: 'eks', clusterName, region }, terminal),
  );
  const errors = loaded.flatMap((result) => (result.kind === 'failed' ? [result.error] : []));
  const readable = loaded.flatMap((result) => (result.kind === 'loaded' ? [result] : []));
  if (readable.length === 0 && errors[0] !== undefined) throw errors[0];
  const contexts = readable.map(({ clusterName, profiles }) => ({
    clusterName,
    context: contextOf(request, { clusterName, profiles }),
  }));
  const clusters = loaded.map((result) => ({
    clusterName: result.clusterName,
    problem: result.kind === 'failed' ? result.error.message : undefined,
  }));
  const check = async (source: SourceText) => {
    const texts: CheckedForCluster[] = [];
    for (const { clusterName, context } of contexts) {
      texts.push({ clusterName, text: await checkText(source, context) });
    }
    return joinClusters(texts);
  };
  return { check, clusters };
}

/** EKS limits the calls of an account and region. */
const MAX_CLUSTERS_AT_A_TIME = 4;

type LoadedCluster =
  | { readonly kind: 'loaded'; readonly clusterName: string; readonly profiles: ProfileSet }
  | { readonly kind: 'failed'; readonly clusterName: string; readonly error: ProfileLoadError };

async function loadCluster(
  origin: Extract<ProfileOrigin, { kind: 'eks' }>,
  terminal: Terminal,
): Promise<LoadedCluster> {
  const { clusterName } = origin;
  try {
    return { kind: 'loaded', clusterName, profiles: await loadProfiles(origin, terminal) };
  } catch (error) {
    if (!(error instanceof ProfileLoadError)) throw error;
    return { kind: 'failed', clusterName, error };
  }
}

function contextOf(
  { namespace, kinds, limits, policy }: CheckRequest,
  cluster: { readonly clusterName: string | undefined; readonly profiles: ProfileSet },
): CheckContext {
  const inputProfiles = new InputProfiles({ limits, cluster });
  return { namespace, kinds, profiles: cluster.profiles, policy, inputProfiles };
}
