import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from './temporary-folder.ts';

export interface ApiAnswer {
  readonly status: number;
  /** Sent as it is, or as JSON where it is no text. */
  readonly body: unknown;
}

export interface ApiServer {
  readonly url: string;
  /** Of each request, in order. */
  readonly requests: { readonly path: string; readonly headers: IncomingHttpHeaders }[];
}

/** Answers by path as a Kubernetes API server would, and 404 to all else, for one test. */
export async function startApiServer(t: TestContext, answers: Readonly<Record<string, ApiAnswer>>): Promise<ApiServer> {
  const requests: ApiServer['requests'] = [];
  const server = createServer(({ url: path = '', headers }, response) => {
    requests.push({ path, headers });
    const { status, body } = answers[path] ?? { status: 404, body: { kind: 'Status', message: 'not found' } };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}`, requests };
}

export interface KubeconfigParts {
  readonly server: string;
  readonly user?: object;
  readonly namespace?: string;
}

/** What a kubeconfig says of one cluster, `test`. */
export function kubeconfig({ server, user = { token: 'secret-token' }, namespace }: KubeconfigParts): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    // The library speaks plain HTTP only where TLS verification is off.
    clusters: [{ name: 'test', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'test', user }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test', namespace } }],
    'current-context': 'test',
  };
}

/** @returns the path of a file of this content, for one test. */
export async function kubeconfigFile(t: TestContext, content: object | string): Promise<string> {
  const path = join(await temporaryFolder(t), 'kubeconfig');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
  return path;
}
