import type { AuthorityOptions, IssueOptions } from './issue.ts';
import { AUTHORITY_DAYS, CERTIFICATE_DAYS, type Plan, type SelfSigned, trustedCas } from './self-signed-plan.ts';

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
