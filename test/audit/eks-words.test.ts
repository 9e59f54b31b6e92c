import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { quoted, readEksWords } from '../../src/audit/eks-words.ts';
import type { AuditCode } from '../../src/audit/result.ts';

/** As they were seen in FailedScheduling events. */
const WORDS: readonly (readonly [words: string, code: AuditCode, fix: RegExp])[] = [
  [
    'Misconfigured Fargate Profile: fargate profile web blocked for new launches due to: Pod execution role is not found in auth config or does not have all required permissions for launching fargate pods.',
    'profile-misconfigured',
    /access entry.*aws-auth/,
  ],
  [
    'Misconfigured Fargate Profile: fargate profile web blocked for new launches due to: Failed to assume PodExecutionRole; Please make sure the role exists and trusts the eks-fargate-pods.amazonaws.com service principal',
    'profile-misconfigured',
    /trust eks-fargate-pods\.amazonaws\.com/,
  ],
  [
    'Misconfigured Fargate Profile: fargate profile web blocked for new launches due to: something new',
    'profile-misconfigured',
    /^mend/,
  ],
  [
    'Your AWS account has reached the limit on the number of Fargate pods it can run concurrently',
    'account-limit',
    /quota/,
  ],
  ['Your AWS account is currently blocked and thus cannot launch any Fargate pods', 'account-limit', /AWS Support/],
  ['Fargate capacity is unavailable at this time. Please try again later', 'no-capacity', /wait/],
  ['Pod provisioning timed out (will retry) for pod: shop/web-1', 'no-capacity', /wait/],
  [
    'Pod not supported on Fargate: invalid SecurityContext fields: Privileged,Privileged',
    'refused-by-fargate',
    /pod template/,
  ],
  [
    "MatchNodeSelector failed: Fargate profile web cannot satisfy pod's node selector/affinity requirements",
    'refused-by-fargate',
    /node selector or affinity/,
  ],
  [
    "Your pod's cpu/memory requirements exceed the max Fargate configuration",
    'refused-by-fargate',
    /lower the requests/,
  ],
];

describe("EKS's words", () => {
  for (const [words, code, fix] of WORDS) {
    test(`"${words.slice(0, 90)}" are ${code}`, () => {
      const reason = readEksWords(words);
      assert.equal(reason?.code, code);
      assert.match(reason?.fix ?? '', fix);
    });
  }

  test('that are not known are no reason', () => {
    assert.equal(readEksWords('0/4 nodes are available'), undefined);
  });

  test('are quoted on one line, and not for ever', () => {
    assert.equal(quoted(' two\n  lines '), 'two lines');
    assert.equal(quoted('x'.repeat(1_000)).length, 300);
  });
});
