import type { RequestListener } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';

/** A certificate with its intermediates and its key, both PEM. */
export interface KeyPair {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** Longest that the API server waits for a webhook. Source: Kubernetes API reference, `timeoutSeconds`. */
const LONGEST_WEBHOOK_TIMEOUT_MS = 30_000;

const LIMITS = {
  // The API server keeps idle connections for 90 s and does not repeat a POST that met a closed one.
  keepAliveTimeout: 120_000,
  requestTimeout: LONGEST_WEBHOOK_TIMEOUT_MS,
  headersTimeout: 10_000,
  handshakeTimeout: 10_000,
  maxHeaderSize: 16 * 1024,
  minVersion: 'TLSv1.2',
} as const satisfies ServerOptions & { keepAliveTimeout: number };

/**
 * An API server has at most 200 mutating requests in flight (`--max-mutating-requests-inflight`), each on a connection of its
 * own over HTTP/1.1. This holds five of them at their limit, and keeps anyone else from opening connections without end.
 */
const MAX_CONNECTIONS = 1_024;

/** HTTPS over HTTP/1.1, which is all that Node's listener offers in the handshake. */
export function createHttpsListener({ certificatePem, keyPem }: KeyPair, listener: RequestListener): Server {
  const server = createServer({ ...LIMITS, cert: certificatePem, key: keyPem }, listener);
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}
