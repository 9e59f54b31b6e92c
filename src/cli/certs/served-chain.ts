import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import { AskError } from '../demo/example-review.ts';

const TIMEOUT_MS = 10_000;

/** PEM: what a server shows in its handshake, whether it can be trusted or not. @throws AskError */
export async function servedChain({ hostname, port, href }: URL): Promise<string> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const name = isIP(host) === 0 ? { servername: host } : {};
  const socket = connect({ host, port: Number(port || 443), rejectUnauthorized: false, ...name });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return chainOf(socket.getPeerCertificate(true)).join('');
  } catch (cause) {
    throw new AskError(`cannot ask ${href}: ${reasonOf(cause)}`, { cause });
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}

/** Node links each certificate to the one that signed it, and a root to itself. */
function chainOf({ raw, issuerCertificate, fingerprint256 }: DetailedPeerCertificate): readonly string[] {
  const pem = new X509Certificate(raw).toString();
  const isLast = issuerCertificate === undefined || issuerCertificate.fingerprint256 === fingerprint256;
  return isLast ? [pem] : [pem, ...chainOf(issuerCertificate)];
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError') return `no handshake within ${TIMEOUT_MS / 1_000} s`;
  return error.message === '' && 'code' in error ? String(error.code) : error.message;
}
