import type { IncomingMessage, RequestListener } from 'node:http';
import { TLSSocket } from 'node:tls';
import { errorAnswer, send } from './answer.ts';
import { HttpError } from './http-error.ts';

/**
 * Lets only calls through whose client certificate is for this name: its common name, as Kubernetes names users, or one of
 * its DNS names. That a CA which the listener trusts has signed it was found in the handshake.
 */
export function requireClientName(name: string, listener: RequestListener): RequestListener {
  return (request, response) => {
    if (isFor(request, name)) listener(request, response);
    else send(response, errorAnswer(new HttpError(403, `the client certificate is not for ${name}`)));
  };
}

function isFor({ socket }: IncomingMessage, name: string): boolean {
  if (!(socket instanceof TLSSocket)) return false;
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return false;
  if (commonNames(socket.getPeerCertificate().subject.CN).includes(name)) return true;
  return certificate.checkHost(name, { subject: 'never', wildcards: false }) !== undefined;
}

/** A subject may hold several. */
function commonNames(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
