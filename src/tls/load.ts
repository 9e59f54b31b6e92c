import { readFile } from 'node:fs/promises';
import { CertificateError, checkPair, parseCertificate, type ServingCertificate } from './certificate.ts';

export interface PairPaths {
  readonly certificatePath: string;
  readonly keyPath: string;
}

/** @throws CertificateError where a file cannot be read, or the two do not belong together. */
export async function loadPair({ certificatePath, keyPath }: PairPaths): Promise<ServingCertificate> {
  const [certificatePem, keyPem] = await Promise.all([readPem(certificatePath), readPem(keyPath)]);
  return checkPair({ certificatePem, keyPem }, { certificate: certificatePath, key: keyPath });
}

/** CAs, PEM. @throws CertificateError where the file cannot be read, or holds none. */
export async function loadClientCa(path: string): Promise<string> {
  const pem = await readPem(path);
  parseCertificate(pem, path);
  return pem;
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new CertificateError(`cannot read ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
