import { type Access, openAccess } from '../kubernetes/access.ts';
import { ClusterError } from '../kubernetes/cluster-error.ts';
import type { Config } from '../settings/config.ts';

export interface ClusterAccessOptions {
  readonly config: Pick<Config, 'clusterChecks' | 'certificateOrigin'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The Kubernetes API, where something asks for it. A kubeconfig that cannot be used is a reason why there is none. */
export async function openClusterAccess({ config, environment }: ClusterAccessOptions): Promise<Access> {
  const isNeeded = config.clusterChecks || config.certificateOrigin.kind === 'self-signed';
  if (!isNeeded) return { kind: 'none', reason: 'no need of the Kubernetes API' };
  try {
    return await openAccess({ environment });
  } catch (error) {
    if (error instanceof ClusterError) return { kind: 'none', reason: error.message };
    throw error;
  }
}
