// @peculiar/x509 finds its parts by decorators, which need this first.
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, KeyObject, randomBytes, webcrypto } from 'node:crypto';
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
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { LOCAL_CA_NAME, type Pair } from './certificate.ts';

/** A serving certificate and the CA that signed it. The CA's key is gone: it has signed this one certificate. */
export interface IssuedPair extends Pair {
  /** PEM: what a client trusts, `caBundle` in a webhook configuration. */
  readonly caPem: string;
}

export interface Validity {
  readonly nowMs: number;
  readonly validDays: number;
}

export interface AuthorityOptions extends Validity {
  readonly commonName: string;
}

export interface IssueOptions extends Validity {
  /** DNS names and IP addresses that the certificate is for; the first is its common name. */
  readonly hosts: readonly [string, ...string[]];
}

const ECDSA_P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Makes a CA and lets it sign one serving certificate, ECDSA P-256 both. */
export async function issuePair(options: IssueOptions): Promise<IssuedPair> {
  const authority = await issueAuthority({ ...options, commonName: LOCAL_CA_NAME });
  return { ...(await issueCertificate(authority, options)), caPem: authority.certificatePem };
}

/** Makes a CA, ECDSA P-256; its key is PKCS #8. */
export async function issueAuthority(options: AuthorityOptions): Promise<Pair> {
  const keys = await generateKeys();
  const name = `CN=${options.commonName}`;
  const certificate = await X509CertificateGenerator.create({
    ...commonFields(options),
    subject: name,
    issuer: name,
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificatePem: pemOf(certificate), keyPem: keyPemOf(keys.privateKey) };
}

/** Lets a CA with an ECDSA P-256 key sign a serving certificate. */
export async function issueCertificate(authority: Pair, options: IssueOptions): Promise<Pair> {
  const keys = await generateKeys();
  const signingKey = createPrivateKey(authority.keyPem);
  const certificate = await X509CertificateGenerator.create({
    ...commonFields(options),
    subject: [{ CN: [options.hosts[0]] }],
    issuer: new X509Certificate(authority.certificatePem).subject,
    publicKey: keys.publicKey,
    signingKey: signingKey.toCryptoKey(ECDSA_P256, false, ['sign']),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      alternativeNames(options.hosts),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(
        createPublicKey(authority.keyPem).toCryptoKey(ECDSA_P256, true, ['verify']),
      ),
    ],
  });
  return { certificatePem: pemOf(certificate), keyPem: keyPemOf(keys.privateKey) };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ECDSA_P256, true, ['sign', 'verify']);
}

/** Begins an hour ago: the clocks of those who check it differ. */
function commonFields({ nowMs, validDays }: Validity) {
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
