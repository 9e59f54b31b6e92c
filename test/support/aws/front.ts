import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { closeNow, listenLocally } from '../local-server.ts';

/** What an action is answered with: the JSON of EKS or Service Quotas, or as a text the XML of EC2 or IAM. */
export interface RecordedAnswer {
  readonly status: number;
  readonly body: unknown;
  /** The name of an error. */
  readonly error?: string;
}

export interface AwsFront {
  readonly url: string;
  /** Every action that was called, as IAM calls it: `ec2:DescribeSubnets`. */
  readonly actions: Set<string>;
  /** How often. */
  readonly calls: string[];
  /** Answers without the right to it. */
  deny(action: string): void;
  /** Answers an action. EKS and Service Quotas are answered by the test: moto has neither access entries nor the quota of Fargate. */
  answer(action: string, answer: RecordedAnswer): void;
}

interface FrontState {
  readonly denied: Set<string>;
  readonly answers: Map<string, RecordedAnswer>;
  /** Answers EC2 and IAM. */
  readonly motoUrl: string | undefined;
}

/** An endpoint for all of AWS that knows what was called. */
export async function startAwsFront(t: TestContext, motoUrl?: string): Promise<AwsFront> {
  const state: FrontState = { denied: new Set(), answers: new Map(), motoUrl };
  const calls: string[] = [];
  const actions = new Set<string>();
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const action = actionOf(request, body.toString());
    calls.push(action);
    actions.add(action);
    await respond(state, { action, request, body }, response);
  });
  const port = await listenLocally(server);
  t.after(() => closeNow(server));
  return {
    url: `http://127.0.0.1:${port}`,
    actions,
    calls,
    deny: (action) => void state.denied.add(action),
    answer: (action, answer) => void state.answers.set(action, answer),
  };
}

interface Call {
  readonly action: string;
  readonly request: IncomingMessage;
  readonly body: Buffer;
}

async function respond({ denied, answers, motoUrl }: FrontState, call: Call, response: ServerResponse): Promise<void> {
  const { action } = call;
  const recorded = answers.get(action);
  if (denied.has(action)) sendDenial(action, response);
  else if (recorded !== undefined) sendRecorded(recorded, response);
  else if (motoUrl !== undefined && /^(?:ec2|iam):/.test(action)) await forward(motoUrl, call, response);
  else response.writeHead(501).end(`no answer for ${action}`);
}

function sendRecorded({ status, body, error }: RecordedAnswer, response: ServerResponse): void {
  if (typeof body === 'string') {
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
    return;
  }
  const headers = error === undefined ? {} : { 'x-amzn-errortype': error };
  const content = error === undefined ? body : { __type: error, message: 'recorded' };
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(content));
}

async function forward(motoUrl: string, { request, body }: Call, response: ServerResponse): Promise<void> {
  const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
  const answer = await fetch(`${motoUrl}${request.url}`, {
    method: request.method ?? 'POST',
    headers: Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    body,
  });
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/xml' });
  response.end(Buffer.from(await answer.arrayBuffer()));
}

/** In the form of each protocol. Source: Smithy, AWS query, EC2 query and JSON protocols. */
function sendDenial(action: string, response: ServerResponse): void {
  if (action.startsWith('ec2:')) {
    const error = '<Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error>';
    response.writeHead(403, { 'content-type': 'text/xml' });
    response.end(`<Response><Errors>${error}</Errors><RequestID>1</RequestID></Response>`);
  } else if (action.startsWith('iam:')) {
    const error = '<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error>';
    response.writeHead(403, { 'content-type': 'text/xml' });
    response.end(`<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`);
  } else sendRecorded({ status: 403, body: {}, error: 'AccessDeniedException' }, response);
}

/** Source: AWS, Signature Version 4, the credential scope. */
const SERVICE = /Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\//;

function actionOf({ headers, url = '' }: IncomingMessage, body: string): string {
  const [, service = 'unsigned'] = SERVICE.exec(headers.authorization ?? '') ?? [];
  if (service === 'eks') return `eks:${eksOperation(url)}`;
  const target =
    String(headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) ?? '';
  return `${service}:${target === '' ? (new URLSearchParams(body).get('Action') ?? 'unknown') : target}`;
}

/** Source: EKS API reference, the paths of the operations. */
function eksOperation(url: string): string {
  const [, , , collection, name] = new URL(url, 'http://localhost').pathname.split('/');
  if (collection === undefined) return 'DescribeCluster';
  if (collection === 'access-entries') return 'DescribeAccessEntry';
  return name === undefined ? 'ListFargateProfiles' : 'DescribeFargateProfile';
}
