import type { X509Certificate } from 'node:crypto';
import { readCertificates } from './pem.ts';

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
 * stands in the bundle is trusted, a root or not. Says nothing of names, nor of when the serving certificate itself ends.
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
