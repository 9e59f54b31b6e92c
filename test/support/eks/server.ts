import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { closeNow, listenLocally } from '../local-server.ts';

/** A profile as DescribeFargateProfile answers it. Source: EKS API reference, FargateProfile. */
export interface EksProfile {
  readonly fargateProfileName: string;
  readonly clusterName?: string;
  readonly fargateProfileArn?: string;
  readonly status?: string;
  readonly selectors?: readonly { readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> }[];
  readonly health?: unknown;
  /** Seconds since 1970, as EKS's JSON has it. */
  readonly createdAt?: number;
}

export const WEB: EksProfile = {
  fargateProfileName: 'web',
  clusterName: 'demo',
  fargateProfileArn: 'arn:aws:eks:eu-west-1:111122223333:fargateprofile/demo/web/1',
  status: 'ACTIVE',
  selectors: [{ namespace: 'shop', labels: { tier: 'front' } }],
};

/** What a call gets instead of its answer. */
export type Fault =
  | { readonly kind: 'error'; readonly status: number; readonly name: string; readonly message: string }
  | { readonly kind: 'body'; readonly status: number; readonly body: string }
  /** No answer at all. */
  | { readonly kind: 'hang' }
  /** The head of an answer, and never its body. */
  | { readonly kind: 'stall' }
  | { readonly kind: 'drop' };

export const THROTTLED: Fault = { kind: 'error', status: 429, name: 'ThrottlingException', message: 'Rate exceeded' };
export const DENIED: Fault = { kind: 'error', status: 403, name: 'AccessDeniedException', message: 'not authorized' };
export const BROKEN: Fault = { kind: 'error', status: 500, name: 'ServerException', message: 'Internal error' };
export const GONE = {
  kind: 'error',
  status: 404,
  name: 'ResourceNotFoundException',
  message: 'No Fargate Profile found.',
} as const satisfies Fault;
export const GARBAGE: Fault = { kind: 'body', status: 200, body: '<html>Please log in</html>' };
export const HANGING: Fault = { kind: 'hang' };
export const STALLED: Fault = { kind: 'stall' };
export const DROPPED: Fault = { kind: 'drop' };

/** One for one test, with these profiles. */
export async function startEksServer(t: TestContext, ...profiles: readonly EksProfile[]): Promise<EksServer> {
  const server = await EksServer.start();
  t.after(() => server.stop());
  server.put(...profiles);
  return server;
}

/** Speaks the two calls of EKS that profiles come from, for the cluster "demo" and those that a test adds. */
export class EksServer {
  /** Those of "demo", by name; a test changes them as it goes. */
  readonly profiles = new Map<string, EksProfile>();
  readonly #clusters = new Map([[DEMO, this.profiles]]);
  /** Who has called, as the signature of each request names it: `AKIDEXAMPLE eu-west-1`. */
  readonly callers = new Set<string>();
  pageSize = 100;
  readonly #server: Server;
  readonly #faults = new Map<string, Fault[]>();
  #calls: string[] = [];
  #port = 0;

  private constructor() {
    this.#server = createServer((request, response) => this.#receive(request, response));
  }

  static async start(): Promise<EksServer> {
    const server = new EksServer();
    server.#port = await listenLocally(server.#server);
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  put(...profiles: readonly EksProfile[]): void {
    for (const profile of profiles) this.profiles.set(profile.fargateProfileName, profile);
  }

  /** A further cluster, with these profiles. */
  addCluster(name: string, ...profiles: readonly EksProfile[]): void {
    this.#clusters.set(name, new Map(profiles.map((profile) => [profile.fargateProfileName, profile])));
  }

  /** The next calls of that name (`List`, `Describe web`) get these instead of an answer, one each. */
  fail(call: string, ...faults: readonly Fault[]): void {
    this.#faults.set(call, [...(this.#faults.get(call) ?? []), ...faults]);
  }

  /** The calls since this was last asked, in order: `List`, `List 2` for its second page, `Describe web`. */
  takeCalls(): readonly string[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }

  async stop(): Promise<void> {
    await closeNow(this.#server);
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    const call = callName(url);
    this.#calls.push(call);
    const [, key = '', region = ''] = SIGNATURE.exec(request.headers.authorization ?? '') ?? [];
    this.callers.add(`${key} ${region}`);
    const fault = this.#faults.get(call)?.shift();
    if (fault === undefined) this.#answer(url, response);
    else breakCall(fault, response);
  }

  #answer(url: URL, response: ServerResponse): void {
    const { cluster = '', name } = partsOf(url);
    const profiles = this.#clusters.get(cluster);
    if (profiles === undefined) {
      breakCall({ ...GONE, message: `No cluster found for name: ${cluster}.` }, response);
      return;
    }
    const profile = name === undefined ? undefined : profiles.get(name);
    if (name === undefined) send(response, 200, this.#page([...profiles.keys()], url.searchParams));
    else if (profile === undefined) breakCall(GONE, response);
    else send(response, 200, { fargateProfile: profile });
  }

  #page(names: readonly string[], query: URLSearchParams): unknown {
    const size = Math.min(Number(query.get('maxResults')), this.pageSize);
    const start = Number(query.get('nextToken') ?? 1) - 1;
    const isLast = (start + 1) * size >= names.length;
    return {
      fargateProfileNames: names.slice(start * size, (start + 1) * size),
      nextToken: isLast ? null : String(start + 2),
    };
  }
}

/** Source: AWS, Signature Version 4, the credential scope. */
const SIGNATURE = /Credential=([^/]+)\/\d{8}\/([^/]+)\/eks\//;

const DEMO = 'demo';

const PATH = /^\/clusters\/(?<cluster>[^/]+)\/fargate-profiles(?:\/(?<name>[^/]+))?$/;

/** Without the cluster where it is "demo". */
function callName(url: URL): string {
  const { cluster, name } = partsOf(url);
  if (cluster === undefined) return `unknown ${url.pathname}`;
  const prefix = cluster === DEMO ? '' : `${cluster} `;
  if (name !== undefined) return `${prefix}Describe ${name}`;
  const page = url.searchParams.get('nextToken');
  return page === null ? `${prefix}List` : `${prefix}List ${page}`;
}

function partsOf(url: URL): { readonly cluster: string | undefined; readonly name: string | undefined } {
  const groups = PATH.exec(url.pathname)?.groups;
  const decoded = (name: string) => (groups?.[name] === undefined ? undefined : decodeURIComponent(groups[name]));
  return { cluster: decoded('cluster'), name: decoded('name') };
}

function breakCall(fault: Fault, response: ServerResponse): void {
  if (fault.kind === 'drop') response.destroy();
  if (fault.kind === 'stall') response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
  if (fault.kind === 'body') response.writeHead(fault.status, { 'content-type': 'application/json' }).end(fault.body);
  if (fault.kind === 'error') {
    response.setHeader('x-amzn-ErrorType', fault.name);
    send(response, fault.status, { message: fault.message });
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
