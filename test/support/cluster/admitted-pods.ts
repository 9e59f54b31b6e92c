import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { tokenIn } from '../../bench/api-writer.ts';
import type { ControlPlane } from './control-plane.ts';

/** What the API server answers, as JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Its warnings, in order. */
  readonly warnings: readonly string[];
}

/** As many calls as an API server on one core works on without making them wait. */
const CONNECTIONS = 8;

/** Creates objects as the administrator, as dry runs: thousands of pods, of which none is stored. */
export class DryRuns {
  readonly #agent: Agent;
  readonly #url: string;
  readonly #authorization: string;

  constructor({ url, certificateAuthority, adminKubeconfig }: ControlPlane) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, ca: certificateAuthority });
    this.#url = url;
    this.#authorization = `Bearer ${tokenIn(adminKubeconfig)}`;
  }

  /** @param path of the list: `/api/v1/namespaces/shop/pods` */
  async create(path: string, object: object): Promise<Answer> {
    const content = JSON.stringify(object);
    const headers = {
      authorization: this.#authorization,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(content),
    };
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    request(`${this.#url}${path}?dryRun=All`, { agent: this.#agent, method: 'POST', headers }, resolve)
      .on('error', reject)
      .end(content);
    const response = await promise;
    const body: unknown = JSON.parse(await text(response));
    return { status: response.statusCode ?? 0, body, warnings: warningsOf(response) };
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Source: RFC 7234, section 5.5: `299 - "TEXT"`, with backslashes before quotation marks. */
function warningsOf({ rawHeaders }: IncomingMessage): readonly string[] {
  return rawHeaders.flatMap((name, index) => {
    const value = rawHeaders[index + 1];
    if (index % 2 === 1 || name.toLowerCase() !== 'warning' || value === undefined) return [];
    const [, quoted = ''] = /^299 - "(.*)"$/s.exec(value) ?? [];
    return [Buffer.from(quoted.replaceAll(/\\(.)/g, '$1'), 'latin1').toString()];
  });
}
