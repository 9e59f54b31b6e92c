import { readCertificates } from './pem.ts';

/** What a person wants to know of a certificate. */
export interface CertificateDescription {
  readonly subject: string;
  /** Such as `DNS:web.shop.svc`; what was written into the certificate, as it stands there. */
  readonly names: readonly string[];
  readonly issuer: string;
  /** Hexadecimal. */
  readonly serialNumber: string;
  /** ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** Whole days; below 0 once it has expired. */
  readonly daysLeft: number;
  readonly sha256: string;
}

const DAY_MS = 86_400_000;

/** Every certificate of a PEM text, in order. */
export function describeCertificates(pem: string, nowMs: number): readonly CertificateDescription[] {
  return readCertificates(pem).map((certificate) => ({
    subject: oneLine(certificate.subject),
    names: certificate.subjectAltName?.split(', ') ?? [],
    issuer: oneLine(certificate.issuer),
    serialNumber: certificate.serialNumber,
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: certificate.validToDate.toISOString(),
    daysLeft: Math.floor((certificate.validToDate.getTime() - nowMs) / DAY_MS),
    sha256: certificate.fingerprint256,
  }));
}

/** Node puts each part of a name on a line of its own. */
function oneLine(name: string): string {
  return name.replaceAll('\n', ', ');
}
