import { constants } from 'node:crypto';
import type { Server } from 'node:https';
import type { SecureContextOptions } from 'node:tls';

/** A certificate with its intermediates and its key, both PEM. */
export interface KeyPair {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** Who a listener is, and whom it lets in. */
export interface TlsIdentity {
  /** Absent: there is none yet, and every handshake fails. */
  readonly pair: KeyPair | undefined;
  /** CA certificates in PEM; a client needs a certificate that one of them signed. Absent: clients need none. */
  readonly clientCaPem?: string | undefined;
}

/**
 * TLS 1.3 with its own suites, which no client may choose from the rest; for TLS 1.2 only what has forward secrecy and
 * authenticated encryption. Source: Mozilla, Server Side TLS, "Intermediate compatibility", without finite-field
 * Diffie-Hellman. Go, and so every API server, speaks TLS 1.3.
 */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

/**
 * A resumed session is not verified again, neither against the dates of the client's certificate nor against the CAs. Without
 * tickets only a session store could resume one, and this listener has none. Source: OpenSSL, SSL_CTX_set_options.
 */
const NO_RESUMPTION = constants.SSL_OP_NO_TICKET;

export function secureContextOf({ pair, clientCaPem }: TlsIdentity): SecureContextOptions {
  return {
    minVersion: 'TLSv1.2',
    ciphers: CIPHERS,
    ...(pair === undefined ? {} : { cert: pair.certificatePem, key: pair.keyPem }),
    ...(clientCaPem === undefined ? {} : { ca: clientCaPem, secureOptions: NO_RESUMPTION }),
  };
}

/** From the next handshake on; connections that are open stay as they are. Whether clients need a certificate cannot change. */
export function changeIdentity(server: Server, identity: TlsIdentity): void {
  server.setSecureContext(secureContextOf(identity));
}
