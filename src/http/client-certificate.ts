import type { IncomingMessage, RequestListener } from 'node:http';
import { TLSSocket } from 'node:tls';
import { errorAnswer, HttpError, send } from './answer.ts';

export interface ClientCertificateOptions {
  /** Common name, as Kubernetes names users, or DNS name that the certificate must be for. Absent: any. */
  readonly allowedName: string | undefined;
  readonly nowMs: () => number;
}

/**
 * Lets only calls through whose client certificate has not expired and is for the allowed name. The handshake verifies who
 * signed it and its dates, but only once: a connection that is kept alive can outlive its certificate.
 */
export function requireClientCertificate(
  { allowedName, nowMs }: ClientCertificateOptions,
  listener: RequestListener,
): RequestListener {
  const read = rememberBySocket((socket) => readCertificate(socket, allowedName));
  return (request, response) => {
    const refusal = refusalOf(read(request), { allowedName, nowMs });
    if (refusal === undefined) listener(request, response);
    else send(response, errorAnswer(new HttpError(403, refusal), { connection: 'close' }));
  };
}

interface ClientCertificate {
  readonly isForAllowedName: boolean;
  readonly notAfterMs: number;
}

/** Undefined where the call may pass. */
function refusalOf(
  certificate: ClientCertificate | undefined,
  { allowedName, nowMs }: ClientCertificateOptions,
): string | undefined {
  if (certificate === undefined) return 'a client certificate is required';
  if (nowMs() > certificate.notAfterMs) return 'the client certificate has expired';
  return certificate.isForAllowedName ? undefined : `the client certificate is not for ${allowedName}`;
}

type ReadCertificate = (socket: TLSSocket) => ClientCertificate | undefined;

/** All calls on a connection have the same certificate. */
function rememberBySocket(read: ReadCertificate): (request: IncomingMessage) => ClientCertificate | undefined {
  const known = new WeakMap<TLSSocket, ClientCertificate>();
  return ({ socket }) => {
    if (!(socket instanceof TLSSocket)) return undefined;
    const certificate = known.get(socket) ?? read(socket);
    if (certificate !== undefined) known.set(socket, certificate);
    return certificate;
  };
}

function readCertificate(socket: TLSSocket, allowedName: string | undefined): ClientCertificate | undefined {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return undefined;
  const isForAllowedName =
    allowedName === undefined ||
    commonNames(socket.getPeerCertificate().subject.CN).includes(allowedName) ||
    certificate.checkHost(allowedName, { subject: 'never', wildcards: false }) !== undefined;
  return { isForAllowedName, notAfterMs: certificate.validToDate.getTime() };
}

/** A subject may hold several. */
function commonNames(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
