import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesApi } from './api.ts';
import { createInClusterApi } from './in-cluster-api.ts';

export interface AccessOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the kubelet puts the token of the service account. */
  readonly tokenFolder?: string;
}

export type Access =
  | { readonly kind: 'granted'; readonly api: KubernetesApi }
  /** `reason` is one line. */
  | { readonly kind: 'none'; readonly reason: string };

/** Source: Kubernetes, "Accessing the Kubernetes API from a Pod". */
const TOKEN_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The Kubernetes API for a process that serves: by the KUBECONFIG that it was given, else by the token of its pod. Never by
 * `~/.kube/config`, which is a person's.
 *
 * @throws ClusterError where the kubeconfig cannot be used.
 */
export async function openAccess({ environment, tokenFolder = TOKEN_FOLDER }: AccessOptions): Promise<Access> {
  if ((environment['KUBECONFIG'] ?? '') !== '') {
    const { createKubeconfigApi } = await import('./kubeconfig-api.ts');
    return { kind: 'granted', api: createKubeconfigApi({ environment, context: undefined }) };
  }
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = environment;
  if (host === undefined || port === undefined || !existsSync(join(tokenFolder, 'token'))) {
    return { kind: 'none', reason: 'no token of the Kubernetes API' };
  }
  return { kind: 'granted', api: createInClusterApi({ host, port, tokenFolder }) };
}
