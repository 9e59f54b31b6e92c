import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type ApiAnswer, type ApiRequest, endOf, type KubernetesApi } from './api.ts';
import { ClusterError, firstLineOf } from './cluster-error.ts';

export interface InClusterOptions {
  readonly host: string;
  readonly port: string;
  /** Holds `token` and `ca.crt`. */
  readonly tokenFolder: string;
}

/**
 * The API server of the cluster that this pod runs in. Without the client library, whose import adds 90 MB of the
 * 256 MiB that the pod has, for three kinds of call. The kubelet renews the token in its file, so each call reads the file again.
 *
 * Source: Kubernetes, "Accessing the Kubernetes API from a Pod".
 */
export function createInClusterApi(options: InClusterOptions): KubernetesApi {
  return { send: (apiRequest) => send(apiRequest, options) };
}

async function send(apiRequest: ApiRequest, options: InClusterOptions): Promise<ApiAnswer> {
  try {
    const { method, path, content } = apiRequest;
    const call = { ...(await requestOptions(options, apiRequest)), method, path };
    const response = await exchange(call, content);
    return { status: response.statusCode ?? 0, body: await text(response) };
  } catch (cause) {
    const { host, port } = options;
    throw new ClusterError('failed', `the API server at ${host}:${port} does not answer: ${firstLineOf(cause)}`, {
      cause,
    });
  }
}

async function requestOptions(
  { host, port, tokenFolder }: InClusterOptions,
  apiRequest: ApiRequest,
): Promise<RequestOptions> {
  const { accept = 'application/json' } = apiRequest;
  const [token, ca] = await Promise.all(['token', 'ca.crt'].map((name) => readFile(join(tokenFolder, name), 'utf8')));
  return {
    host,
    port,
    ca,
    agent: false,
    signal: endOf(apiRequest),
    headers: {
      authorization: `Bearer ${token?.trim()}`,
      accept,
      'user-agent': 'fargate-admission',
    },
  };
}

function exchange(options: RequestOptions, content: ApiRequest['content']): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const call = request(options, resolve);
  call.on('error', reject);
  if (content !== undefined) {
    call.setHeader('content-type', content.type);
    // Node sends no length for the body of a DELETE unless the header is set.
    call.setHeader('content-length', Buffer.byteLength(content.body));
  }
  call.end(content?.body);
  return promise;
}
