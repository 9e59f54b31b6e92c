// @peculiar/x509 finds its parts by decorators, which need this first.
import 'reflect-metadata';
import { createPrivateKey, KeyObject, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { Pair } from '../../../src/tls/certificate.ts';

export interface Signed {
  readonly commonName: string;
  readonly purpose: keyof typeof EXTENSIONS;
  readonly nowMs: number;
  readonly dnsNames?: readonly string[];
}

const EXTENSIONS = {
  client: [new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth])],
  authority: [new BasicConstraintsExtension(true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign)],
} as const;

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A certificate that the product itself never makes: of a client, or of a CA under another. Valid for a year. */
export async function signedBy(authority: Pair, { commonName, purpose, nowMs, dnsNames = [] }: Signed): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: '4a',
    subject: [{ CN: [commonName] }],
    issuer: new X509Certificate(authority.certificatePem).subject,
    notBefore: new Date(nowMs),
    notAfter: new Date(nowMs + 365 * 86_400_000),
    publicKey: keys.publicKey,
    signingKey: createPrivateKey(authority.keyPem).toCryptoKey(ALGORITHM, false, ['sign']),
    signingAlgorithm: ALGORITHM,
    extensions: [...EXTENSIONS[purpose], ...(dnsNames.length === 0 ? [] : [alternativeNames(dnsNames)])],
  });
  const keyPem = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { certificatePem: `${certificate.toString('pem')}\n`, keyPem };
}

function alternativeNames(dnsNames: readonly string[]): SubjectAlternativeNameExtension {
  return new SubjectAlternativeNameExtension(dnsNames.map((value) => ({ type: 'dns', value })));
}
