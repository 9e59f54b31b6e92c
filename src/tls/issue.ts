// @peculiar/x509 finds its parts by decorators, which need this first.
import 'reflect-metadata';
import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { LOCAL_CA_NAME } from './certificate.ts';

/** A serving certificate and the CA that signed it. The CA's key is gone: it has signed this one certificate. */
export interface IssuedPair {
  /** PEM: what a client trusts, `caBundle` in a webhook configuration. */
  readonly caPem: string;
  readonly certificatePem: string;
  /** PEM, PKCS #8. */
  readonly keyPem: string;
}

export interface IssueOptions {
  /** DNS names and IP addresses that the certificate is for; the first is its common name. */
  readonly hosts: readonly [string, ...string[]];
  readonly nowMs: number;
  readonly validDays: number;
}

const ECDSA_P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Makes a CA and lets it sign one serving certificate, ECDSA P-256 both. */
export async function issuePair(options: IssueOptions): Promise<IssuedPair> {
  const caKeys = await generateKeys();
  const ca = await issueCa(caKeys, options);
  const keys = await generateKeys();
  const certificate = await issueServing({ ca, caKeys, publicKey: keys.publicKey }, options);
  return { caPem: pemOf(ca), certificatePem: pemOf(certificate), keyPem: keyPemOf(keys.privateKey) };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ECDSA_P256, true, ['sign', 'verify']);
}

async function issueCa(keys: webcrypto.CryptoKeyPair, options: IssueOptions): Promise<X509Certificate> {
  return X509CertificateGenerator.create({
    ...commonFields(options),
    subject: `CN=${LOCAL_CA_NAME}`,
    issuer: `CN=${LOCAL_CA_NAME}`,
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
}

interface Signing {
  readonly ca: X509Certificate;
  readonly caKeys: webcrypto.CryptoKeyPair;
  readonly publicKey: webcrypto.CryptoKey;
}

async function issueServing({ ca, caKeys, publicKey }: Signing, options: IssueOptions): Promise<X509Certificate> {
  return X509CertificateGenerator.create({
    ...commonFields(options),
    subject: [{ CN: [options.hosts[0]] }],
    issuer: ca.subject,
    publicKey,
    signingKey: caKeys.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      alternativeNames(options.hosts),
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
}

/** Begins an hour ago: the clocks of those who check it differ. */
function commonFields({ nowMs, validDays }: IssueOptions) {
  return {
    serialNumber: randomSerial(),
    notBefore: new Date(nowMs - HOUR_MS),
    notAfter: new Date(nowMs + validDays * DAY_MS),
    signingAlgorithm: ECDSA_P256,
  };
}

/** 127 random bits: positive, and never 0. Source: RFC 5280, 4.1.2.2. */
function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

function alternativeNames(hosts: readonly string[]): Extension {
  return new SubjectAlternativeNameExtension(
    hosts.map((host) => (isIP(host) === 0 ? { type: 'dns', value: host } : { type: 'ip', value: host })),
  );
}

function pemOf(certificate: X509Certificate): string {
  return `${certificate.toString('pem').trimEnd()}\n`;
}

function keyPemOf(key: webcrypto.CryptoKey): string {
  return KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString();
}
