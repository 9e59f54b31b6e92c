import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, type RequestOptions, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { Field } from '../../src/documents/field.ts';
import type { ControlPlane } from '../support/cluster/control-plane.ts';

export interface ApiWrite {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly body: object;
}

export function create(path: string, body: object): ApiWrite {
  return { method: 'POST', path, body };
}

/** An API server as its administrator, over connections that are kept. */
export interface ApiConnections {
  readonly url: string;
  readonly options: RequestOptions;
  close(): void;
}

/** As many calls as an API server on one core works on without making them wait. */
const CONNECTIONS = 16;

export function openConnections({ url, certificateAuthority, adminKubeconfig }: ControlPlane): ApiConnections {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, ca: certificateAuthority });
  const headers = { authorization: `Bearer ${tokenIn(adminKubeconfig)}` };
  return { url, options: { agent, headers }, close: () => agent.destroy() };
}

/** Of the one user that a test's kubeconfig has. */
export function tokenIn(kubeconfig: string): string {
  const users = new Field(JSON.parse(readFileSync(kubeconfig, 'utf8'))).get('users').list();
  return users[0]?.get('user').get('token').string() ?? '';
}

/** Several at once, which begin one after the other and end in any order. */
export async function writeAll(
  connections: ApiConnections,
  writes: Generator<ApiWrite, void, undefined>,
): Promise<void> {
  const writeOneAfterTheOther = async (): Promise<void> => {
    for (const write of writes) await send(connections, write);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, writeOneAfterTheOther));
}

async function send({ url, options }: ApiConnections, { method, path, body }: ApiWrite): Promise<void> {
  const content = JSON.stringify(body);
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const headers = { ...options.headers, 'content-type': type, 'content-length': Buffer.byteLength(content) };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request(`${url}${path}`, { ...options, method, headers }, resolve)
    .on('error', reject)
    .end(content);
  const response = await promise;
  const answer = await text(response);
  if (response.statusCode !== 200 && response.statusCode !== 201) {
    throw new Error(`${method} ${path}: HTTP ${response.statusCode}: ${answer}`);
  }
}
