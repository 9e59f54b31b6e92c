import { type Agent, type RequestOptions, request } from 'node:https';

export interface Call {
  readonly url: string;
  /** Undefined: a connection of its own. */
  readonly agent?: Agent;
  /** What the caller trusts, where the agent does not say. */
  readonly caPem?: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without a byte in either direction; {@link PATIENCE_MS} by default. */
  readonly patienceMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Whether the call found its connection open. */
  readonly reusedConnection: boolean;
}

/** Five times the longest that our webhooks are waited for: what takes longer will not be answered. */
const PATIENCE_MS = 10_000;

/** One review, as the API server sends it. @throws where the connection breaks or no answer comes. */
export async function call({ url, agent, caPem, body, headers, patienceMs = PATIENCE_MS }: Call): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const options: RequestOptions = { method: 'POST', timeout: patienceMs, agent: agent ?? false };
  const length = Buffer.byteLength(body);
  options.headers = { 'content-type': 'application/json', 'content-length': length, ...headers };
  if (caPem !== undefined) options.ca = caPem;
  const outgoing = request(url, options, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    response.on('error', reject);
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, body: text, reusedConnection: outgoing.reusedSocket }),
    );
  });
  outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer in ${patienceMs} ms`)));
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}
