import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { TestContext } from 'node:test';
import { closeNow, listenLocally } from '../local-server.ts';

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
  const port = await listenLocally(server);
  t.after(() => closeNow(server));
  return { url: `http://127.0.0.1:${port}`, requests };
}

/** What it answers to a list that has one page. */
export function listOf(items: readonly object[]): ApiAnswer {
  return { status: 200, body: { kind: 'List', metadata: {}, items } };
}
