import { createServer, type RequestListener, type Server } from 'node:http';
import type { Express, Response } from 'express';
import { answerFault, answerText } from './answer.ts';
import { type ConnectionLimit, createConnectionLimit } from './connection-limit.ts';
import { createApp } from './express.ts';
import { type Check, runChecks } from './readiness.ts';

export interface OpsAppOptions {
  readonly readiness: readonly Check[];
  readonly scrapeMetrics: () => Promise<Exposition>;
}

export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/** What the operator's machinery asks: probes and metrics, over plain HTTP. */
export function createOpsApp({ readiness, scrapeMetrics }: OpsAppOptions): Express {
  const app = createApp();
  // An answer is the check: the process has no state that only a restart could fix.
  app.get('/livez', (request, response) =>
    answerChecks(response, { title: 'livez', checks: [], query: request.query }),
  );
  app.get('/readyz', (request, response) =>
    answerChecks(response, { title: 'readyz', checks: readiness, query: request.query }),
  );
  app.get('/metrics', async (_request, response) => {
    const { contentType, text } = await scrapeMetrics();
    response.set('content-type', contentType).end(text);
  });
  app.use((_request, response) => answerText(response, 404, 'not found\n'));
  app.use(answerFault);
  return app;
}

interface ChecksAnswer {
  readonly title: string;
  readonly checks: readonly Check[];
  readonly query: Readonly<Record<string, unknown>>;
}

/** As the API server's probes: `ok`, or with `?verbose`, and always on failure, one line a check. */
function answerChecks(response: Response, { title, checks, query }: ChecksAnswer): void {
  const { passed, text } = runChecks(title, checks);
  const isVerbose = Object.hasOwn(query, 'verbose') || !passed;
  answerText(response, passed ? 200 : 503, isVerbose ? text : 'ok\n');
}

const LIMITS = {
  requestTimeout: 10_000,
  headersTimeout: 5_000,
  // How often connections are held against the two above; Node's own 30 s would make 35 of 5.
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
} as const;

/**
 * Twice the connections that the system keeps for a server to accept, 511, all of which Node accepts at once: so each is
 * read before as many others have come as close it, and a probe is answered whatever else is opened. Half a call on each
 * takes some 25 MiB.
 */
const MAX_CONNECTIONS = 1_024;

/** Plain HTTP: for probes, a scraper, and a person's browser. */
export function createHttpListener(listener: RequestListener, limit = createHttpConnectionLimit()): Server {
  const server = createServer(LIMITS, (request, response) => {
    limit.onCall(request.socket);
    listener(request, response);
  });
  limit.hold(server);
  return server;
}

export function createHttpConnectionLimit(): ConnectionLimit {
  return createConnectionLimit(MAX_CONNECTIONS);
}
