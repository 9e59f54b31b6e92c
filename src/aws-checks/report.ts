import { checkAddresses } from './addresses.ts';
import { type AwsCheck, awsCheck, CHECK_RESULTS, type CheckResult } from './check.ts';
import type { Demand } from './demand.ts';
import type { AccountFacts } from './facts.ts';
import { checkQuota } from './quota.ts';
import { checkRoles } from './roles.ts';
import { checkSubnets } from './subnets.ts';

/** What `--aws-checks` adds to a report. */
export interface AwsChecksReport {
  readonly region: string;
  readonly results: Readonly<Record<CheckResult, number>>;
  /** Worst first. */
  readonly checks: readonly AwsCheck[];
}

/** Something that could not be read. */
export interface Unread {
  /** As IAM calls it: `ec2:DescribeSubnets`; or an object of the cluster. */
  readonly action: string;
  readonly reason: string;
}

export function checkAccount(facts: AccountFacts, demand: Demand, unread: readonly Unread[]): AwsChecksReport {
  const checks = [
    ...checkAddresses(facts, demand),
    ...checkQuota(facts, demand),
    ...checkSubnets(facts),
    ...checkRoles(facts),
    ...unread.map(({ action, reason }) => awsCheck('not-checked', action, reason)),
  ].toSorted((a, b) => CHECK_RESULTS.indexOf(a.result) - CHECK_RESULTS.indexOf(b.result));
  const count = (result: CheckResult): number => checks.filter((check) => check.result === result).length;
  return {
    region: facts.region,
    results: { fail: count('fail'), warn: count('warn'), pass: count('pass'), skip: count('skip') },
    checks,
  };
}
