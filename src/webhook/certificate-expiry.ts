import type { Clock, Timer } from '../runtime/clock.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { ServingCertificate } from '../tls/certificate.ts';

export interface CertificateExpiryOptions {
  /** undefined: there is none yet. */
  readonly current: () => ServingCertificate | undefined;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly logger: Logger;
}

export interface CertificateExpiry {
  /** Looks at once, and then every minute. */
  start(): void;
  stop(): void;
}

/** As often as the files of the certificate are read. */
const INTERVAL_MS = 60_000;

/** The API server calls no webhook whose certificate has expired, and does not say so to the webhook: the log does. */
export function watchCertificateExpiry({ current, clock, nowMs, logger }: CertificateExpiryOptions): CertificateExpiry {
  let loggedSerialNumber: string | undefined;
  let next: Timer | undefined;

  function look(): void {
    const certificate = current();
    if (certificate !== undefined && nowMs() > certificate.notAfterMs) logOnce(certificate);
    next = clock.setTimeout(look, INTERVAL_MS);
  }

  function logOnce({ serialNumber, notAfterMs }: ServingCertificate): void {
    if (serialNumber === loggedSerialNumber) return;
    loggedSerialNumber = serialNumber;
    const certificateExpiry = new Date(notAfterMs).toISOString();
    logger.error({ serialNumber, certificateExpiry }, 'certificate expired: API servers do not call this webhook');
  }

  return { start: look, stop: () => next?.cancel() };
}
