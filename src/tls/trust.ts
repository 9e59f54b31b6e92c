import type { X509Certificate } from 'node:crypto';
import { readCertificates } from './certificate.ts';

export interface TrustQuestion {
  /** PEM: the serving certificate, followed by its intermediates. */
  readonly chainPem: string;
  /** PEM: what a client trusts. */
  readonly caBundlePem: string;
  readonly nowMs: number;
}

export type Trust =
  | { readonly kind: 'trusted' }
  /** `reason` is one line. */
  | { readonly kind: 'untrusted'; readonly reason: string };

/**
 * Whether a client with this CA bundle accepts the signatures of the chain, as Go's verifier of the API server does: whatever
 * is in the bundle is trusted, a root or not. Says nothing of names, nor of when the serving certificate itself ends.
 */
export function trustIn({ chainPem, caBundlePem, nowMs }: TrustQuestion): Trust {
  const chain = readCertificates(chainPem);
  const anchors = readCertificates(caBundlePem);
  if (anchors.length === 0) return { kind: 'untrusted', reason: 'the CA bundle holds no certificate' };
  const anchor = findAnchor(chain, anchors);
  if (anchor === undefined) {
    return { kind: 'untrusted', reason: 'the CA bundle does not hold the CA that signed the served certificate' };
  }
  if (nowMs > anchor.validToDate.getTime()) {
    return { kind: 'untrusted', reason: `the CA in the bundle expired at ${anchor.validToDate.toISOString()}` };
  }
  return { kind: 'trusted' };
}

/** The anchor that ends valid last, of all that the chain leads to: two may hold the same key. */
function findAnchor(
  [certificate, ...intermediates]: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
): X509Certificate | undefined {
  if (certificate === undefined) return undefined;
  const own = anchors.filter((anchor) => isSignedBy(certificate, anchor) || isSame(certificate, anchor));
  const [newest] = own.toSorted((one, other) => other.validToDate.getTime() - one.validToDate.getTime());
  if (newest !== undefined) return newest;
  const issuer = intermediates.find((candidate) => isSignedBy(certificate, candidate));
  if (issuer === undefined) return undefined;
  const others = intermediates.filter((candidate) => candidate !== issuer);
  return findAnchor([issuer, ...others], anchors);
}

export function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isSame(one: X509Certificate, other: X509Certificate): boolean {
  return one.fingerprint256 === other.fingerprint256;
}

/** What a person wants to know of a certificate. */
export interface CertificateDescription {
  readonly subject: string;
  /** Such as `DNS:web.shop.svc`; as written in the certificate. */
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
