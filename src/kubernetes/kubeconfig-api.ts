import {
  type Cluster,
  createConfiguration,
  HttpMethod,
  type KubeConfig,
  RequestContext,
} from '@kubernetes/client-node';
import { type ApiAnswer, type ApiRequest, endOf, type KubernetesApi } from './api.ts';
import { ClusterError, firstLineOf } from './cluster-error.ts';
import { type EksIdentity, eksIdentityOf } from './eks-identity.ts';
import { type KubeconfigChoice, loadKubeconfig } from './kubeconfig.ts';

/** The API server of a kubeconfig, for a process outside of the cluster. @throws ClusterError */
export function createKubeconfigApi(choice: KubeconfigChoice): KubernetesApi {
  return apiOf(loadKubeconfig(choice));
}

/** A cluster as one context has it. */
export interface KubeconfigCluster {
  readonly api: KubernetesApi;
  /** Of the context. */
  readonly name: string;
  /** Of the context; where it names none, `default`. */
  readonly namespace: string;
  /** Where the kubeconfig says that it is a cluster of EKS. */
  readonly eks: EksIdentity | undefined;
}

/** @throws ClusterError */
export function openKubeconfig(choice: KubeconfigChoice): KubeconfigCluster {
  const config = loadKubeconfig(choice);
  const name = config.getCurrentContext();
  const namespace = config.getContextObject(name)?.namespace || 'default';
  return { api: apiOf(config), name, namespace, eks: eksIdentityOf(config, name) };
}

function apiOf(config: KubeConfig): KubernetesApi {
  return { send: (apiRequest) => send(apiRequest, config) };
}

/**
 * Through the library's own transport, which knows every way to log in and to get past proxies, but not through its
 * typed models: those drop the fields that they do not know.
 */
async function send(apiRequest: ApiRequest, config: KubeConfig): Promise<ApiAnswer> {
  const { method, path, content, accept = 'application/json' } = apiRequest;
  const { server = '' } = config.getCurrentCluster() ?? {};
  const request = new RequestContext(`${server}${path}`, HttpMethod[method]);
  request.setHeaderParam('Accept', accept);
  request.setHeaderParam('User-Agent', 'fargate-admission');
  request.setSignal(endOf(apiRequest));
  if (content !== undefined) {
    request.setHeaderParam('Content-Type', content.type);
    request.setBody(content.body);
  }
  await logIn(request, config);
  try {
    const response = await createConfiguration().httpApi.send(request).toPromise();
    return { status: response.httpStatusCode, body: await response.body.text() };
  } catch (cause) {
    throw new ClusterError('failed', `the API server at ${server} does not answer: ${reasonOf(cause)}`, { cause });
  }
}

/**
 * Runs what the kubeconfig says, such as `aws eks get-token`. Like kubectl, it sends no credentials to a server without
 * TLS, such as that of `kubectl proxy`, where the library would refuse to send anything at all.
 *
 * Source: Kubernetes, client-go, `clientcmd.ClientConfig`.
 */
async function logIn(request: RequestContext, config: KubeConfig): Promise<void> {
  if (isWithoutTls(config.getCurrentCluster())) return;
  try {
    await config.applySecurityAuthentication(request);
  } catch (cause) {
    const message = `cannot log in as context "${config.getCurrentContext()}" says: ${firstLineOf(cause)}`;
    throw new ClusterError('configuration', message, { cause });
  }
}

/** Where a proxy, or the wish to check no certificate, asks for more, the library knows what to do. */
function isWithoutTls(cluster: Cluster | null): boolean {
  const { server = '', skipTLSVerify = false, proxyUrl } = cluster ?? {};
  return server.toLowerCase().startsWith('http:') && !skipTLSVerify && proxyUrl === undefined;
}

/** fetch says "fetch failed", and its causes hold the reason; that of a name with several addresses has only a code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  if (error.cause instanceof Error) return reasonOf(error.cause);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return error.message === '' && code !== '' ? code : firstLineOf(error);
}
