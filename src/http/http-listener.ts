import { createServer, type RequestListener, type Server } from 'node:http';
import { type ConnectionLimit, createConnectionLimit } from './connection-limit.ts';

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
