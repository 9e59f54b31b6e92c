import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

/** A serving certificate with its key, found to belong together. */
export interface ServingCertificate {
  /** PEM, followed by any intermediates. */
  readonly certificatePem: string;
  readonly keyPem: string;
  /** Hexadecimal. */
  readonly serialNumber: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** Where each half is from: files, usually. */
export interface PairNames {
  readonly certificate: string;
  readonly key: string;
}

export interface Pair {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** The common name by which a CA that was made here is known again. */
export const LOCAL_CA_NAME = 'fargate-admission local CA';

/** A certificate or key that cannot be used. The message is one line that names the file and what is wrong with it. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/** Says nothing of validity in time, which passes while the process runs. @throws CertificateError */
export function checkPair({ certificatePem, keyPem }: Pair, names: PairNames): ServingCertificate {
  const certificate = parseCertificate(certificatePem, names.certificate);
  if (!certificate.checkPrivateKey(parseKey(keyPem, names.key))) {
    throw new CertificateError(`${names.key} is not the key of ${names.certificate}`);
  }
  return {
    certificatePem,
    keyPem,
    serialNumber: certificate.serialNumber,
    notBeforeMs: certificate.validFromDate.getTime(),
    notAfterMs: certificate.validToDate.getTime(),
  };
}

/** The first certificate of a PEM text. @throws CertificateError */
export function parseCertificate(pem: string, name: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new CertificateError(`${name} holds no certificate in PEM`, { cause });
  }
}

function parseKey(pem: string, name: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new CertificateError(`${name} holds no private key in PEM that opens without a passphrase`, { cause });
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Every certificate of a PEM text that can be read, in order; other content is ignored. */
export function readCertificates(pem: string): readonly X509Certificate[] {
  return (pem.match(CERTIFICATE) ?? []).map(readCertificate).filter((certificate) => certificate !== undefined);
}

export function writeCertificates(certificates: readonly X509Certificate[]): string {
  return certificates.map((certificate) => certificate.toString()).join('');
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}
