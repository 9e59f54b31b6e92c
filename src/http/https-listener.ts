import type { RequestListener } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import { type ConnectionLimit, createConnectionLimit } from './connection-limit.ts';
import type { MessageClasses } from './express.ts';
import { secureContextOf, type TlsIdentity } from './tls-identity.ts';

/** Longest that the API server waits for a webhook. Source: Kubernetes API reference, `timeoutSeconds`. */
const MAX_WEBHOOK_TIMEOUT_MS = 30_000;

const LIMITS = {
  // The API server keeps idle connections for 90 s and does not repeat a POST that met a closed one.
  keepAliveTimeout: 120_000,
  requestTimeout: MAX_WEBHOOK_TIMEOUT_MS,
  headersTimeout: 10_000,
  handshakeTimeout: 10_000,
  // How often connections are held against the two above; Node's own 30 s would make 40 of 10.
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16 * 1024,
} as const satisfies ServerOptions & { keepAliveTimeout: number };

/**
 * An API server has at most 200 mutating requests in flight (`--max-mutating-requests-inflight`), each on a connection of its
 * own over HTTP/1.1. This holds five of them at their limit.
 */
const MAX_CONNECTIONS = 1_024;

export function createHttpsConnectionLimit(): ConnectionLimit {
  return createConnectionLimit(MAX_CONNECTIONS);
}

export interface HttpsListenerOptions {
  readonly messages?: MessageClasses;
  readonly limit?: ConnectionLimit;
}

/** HTTPS over HTTP/1.1, which is all that Node's listener offers in the handshake. */
export function createHttpsListener(
  identity: TlsIdentity,
  listener: RequestListener,
  { messages, limit = createHttpsConnectionLimit() }: HttpsListenerOptions = {},
): Server {
  const needsCertificate = identity.clientCaPem !== undefined;
  const clients = { requestCert: needsCertificate, rejectUnauthorized: needsCertificate };
  const onCall: RequestListener = (request, response) => {
    limit.onCall(request.socket);
    listener(request, response);
  };
  const server = createServer({ ...LIMITS, ...clients, ...messages, ...secureContextOf(identity) }, onCall);
  limit.hold(server);
  // Node would answer an Expect header that it does not know with 417; what it asks for may as well be left undone.
  server.on('checkExpectation', onCall);
  return server;
}
