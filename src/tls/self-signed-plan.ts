import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { type Pair, readCertificates, writeCertificates } from './certificate.ts';
import type { AuthorityOptions, IssueOptions } from './issue.ts';
import { isSignedBy } from './trust.ts';

/** What the Secret holds, all PEM. Each part may be missing or damaged. */
export interface SecretContent {
  /** The CA that signs, followed by those that are still trusted. */
  readonly caBundlePem: string | undefined;
  readonly caKeyPem: string | undefined;
  readonly certificatePem: string | undefined;
  readonly keyPem: string | undefined;
}

/** The same, found to be whole. */
export interface SelfSigned extends Pair {
  readonly caBundlePem: string;
  readonly caKeyPem: string;
}

/** What has to be done about the Secret. `reason` completes the sentence "renewed because …". */
export type Plan =
  | { readonly kind: 'keep'; readonly content: SelfSigned }
  | {
      readonly kind: 'issue-certificate';
      readonly reason: string;
      readonly authority: Pair;
      readonly caBundlePem: string;
    }
  /** `trustedPem`: the CAs to trust beside the new one. */
  | { readonly kind: 'issue-authority'; readonly reason: string; readonly trustedPem: string };

export interface PlanContext {
  readonly nowMs: number;
  /** Names that the certificate has to be for. */
  readonly hosts: readonly string[];
  /** The CAs that this process has last seen in a whole Secret, PEM; empty where it has seen none. */
  readonly rememberedCaPem: string;
}

/**
 * A CA is followed by a new one at two thirds of this, and signs nothing from then on. So it outlives each certificate
 * that it has signed: a third of it is more than such a certificate's whole life.
 */
export const AUTHORITY_DAYS = 365;
export const CERTIFICATE_DAYS = 90;

/** A Secret that is deleted again and again must not make webhook configurations grow without limit. */
const MAX_TRUSTED = 5;

/** Decides by content and time alone, so that two replicas that see the same decide the same. */
export function planFor(secret: SecretContent, context: PlanContext): Plan {
  const authority = findAuthority(secret, context.nowMs);
  if (authority.kind === 'unusable') {
    const trustedPem = trustedCas([secret.caBundlePem ?? '', context.rememberedCaPem], context.nowMs);
    return { kind: 'issue-authority', reason: authority.reason, trustedPem };
  }
  const { caKeyPem, ca } = authority;
  const caBundlePem = trustedCas([ca.toString(), secret.caBundlePem ?? ''], context.nowMs);
  const problem = certificateProblem(secret, ca, context);
  if (problem !== undefined) {
    const pair = { certificatePem: ca.toString(), keyPem: caKeyPem };
    return { kind: 'issue-certificate', reason: problem, authority: pair, caBundlePem };
  }
  const { certificatePem = '', keyPem = '' } = secret;
  return { kind: 'keep', content: { caBundlePem, caKeyPem, certificatePem, keyPem } };
}

/** Each CA once, in the order of the texts, without those that have expired: they can vouch for nothing any more. */
export function trustedCas(pems: readonly string[], nowMs: number): string {
  const valid = pems.flatMap(readCertificates).filter((ca) => nowMs <= ca.validToDate.getTime());
  const byFingerprint = new Map(valid.map((ca) => [ca.fingerprint256, ca]));
  return writeCertificates([...byFingerprint.values()].slice(0, MAX_TRUSTED));
}

type FoundAuthority =
  | { readonly kind: 'usable'; readonly ca: X509Certificate; readonly caKeyPem: string }
  | { readonly kind: 'unusable'; readonly reason: string };

function findAuthority({ caBundlePem = '', caKeyPem = '' }: SecretContent, nowMs: number): FoundAuthority {
  if (caBundlePem === '' && caKeyPem === '') return { kind: 'unusable', reason: 'the Secret holds no CA' };
  const key = readKey(caKeyPem);
  if (key === undefined) return { kind: 'unusable', reason: 'the key of the CA cannot be read' };
  const ca = readCertificates(caBundlePem).find((candidate) => candidate.ca && candidate.checkPrivateKey(key));
  if (ca === undefined) return { kind: 'unusable', reason: 'the key of the CA belongs to none of the CAs' };
  const problem = timeProblem(ca, nowMs);
  if (problem !== undefined) return { kind: 'unusable', reason: `the CA ${problem}` };
  return { kind: 'usable', ca, caKeyPem };
}

/** undefined: the pair can be served. */
function certificateProblem(
  { certificatePem = '', keyPem = '' }: SecretContent,
  ca: X509Certificate,
  { nowMs, hosts }: PlanContext,
): string | undefined {
  const [certificate] = readCertificates(certificatePem);
  if (certificate === undefined) return 'the Secret holds no certificate';
  const key = readKey(keyPem);
  if (key === undefined || !certificate.checkPrivateKey(key)) return 'the key is not that of the certificate';
  if (!isSignedBy(certificate, ca)) return 'the certificate is of another CA';
  const missing = hosts.find((host) => certificate.checkHost(host) === undefined);
  if (missing !== undefined) return `the certificate is not for ${missing}`;
  const problem = timeProblem(certificate, nowMs);
  return problem === undefined ? undefined : `the certificate ${problem}`;
}

/** Not valid yet: it was made while a clock was ahead. */
function timeProblem({ validFromDate, validToDate }: X509Certificate, nowMs: number): string | undefined {
  const notBeforeMs = validFromDate.getTime();
  const notAfterMs = validToDate.getTime();
  if (nowMs < notBeforeMs) return 'is not valid yet';
  if (nowMs > notAfterMs) return 'has expired';
  return nowMs < notBeforeMs + ((notAfterMs - notBeforeMs) * 2) / 3 ? undefined : 'has spent two thirds of its life';
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

export interface SelfSignedOptions {
  readonly nowMs: number;
  readonly hosts: readonly [string, ...string[]];
}

/** The content that a plan asks for. */
export async function carryOut(plan: Plan, { nowMs, hosts }: SelfSignedOptions): Promise<SelfSigned> {
  if (plan.kind === 'keep') return plan.content;
  // Tens of megabytes, needed every two months.
  const { issueAuthority, issueCertificate } = await import('./issue.ts');
  const authorityOptions: AuthorityOptions = { commonName: AUTHORITY_NAME, nowMs, validDays: AUTHORITY_DAYS };
  const options: IssueOptions = { hosts, nowMs, validDays: CERTIFICATE_DAYS };
  if (plan.kind === 'issue-certificate') {
    const pair = await issueCertificate(plan.authority, options);
    return { ...pair, caBundlePem: plan.caBundlePem, caKeyPem: plan.authority.keyPem };
  }
  const authority = await issueAuthority(authorityOptions);
  return {
    ...(await issueCertificate(authority, options)),
    caBundlePem: trustedCas([authority.certificatePem, plan.trustedPem], nowMs),
    caKeyPem: authority.keyPem,
  };
}

const AUTHORITY_NAME = 'fargate-admission CA';
