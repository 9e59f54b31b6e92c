import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AuditCode } from '../../src/audit/result.ts';
import { findEksReason, quoted, SchedulingEvents } from '../../src/audit/scheduling-messages.ts';
import { Field } from '../../src/documents/field.ts';

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
    /^fix/,
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
      const reason = findEksReason(words);
      assert.equal(reason?.code, code);
      assert.match(reason?.fix ?? '', fix);
    });
  }

  test('that are not known are no reason', () => {
    assert.equal(findEksReason('0/4 nodes are available'), undefined);
  });

  test('are quoted on one line, up to a limit', () => {
    assert.equal(quoted(' two\n  lines '), 'two lines');
    assert.equal(quoted('x'.repeat(1_000)).length, 300);
  });
});

function lastOf(...events: readonly object[]): string {
  const known = new SchedulingEvents();
  for (const event of events) {
    known.add(new Field({ involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web' }, ...event }));
  }
  return known.messageFor('shop', 'web');
}

describe('what a scheduler last said about a pod', () => {
  test('is the youngest, whatever the order of the list', () => {
    const young = { message: 'young', lastTimestamp: '2026-11-26T12:00:02Z' };
    const old = { message: 'old', lastTimestamp: '2026-11-26T12:00:01Z' };
    assert.equal(lastOf(young, old), 'young');
    assert.equal(lastOf(old, young), 'young');
  });

  test('is dated by whichever field the reporter fills in', () => {
    const series = {
      message: 'series',
      eventTime: '2026-11-26T11:00:00Z',
      series: { lastObservedTime: '2026-11-26T12:00:09Z' },
    };
    const single = { message: 'single', lastTimestamp: null, eventTime: '2026-11-26T12:00:03Z' };
    const bare = { message: 'bare', metadata: { creationTimestamp: '2026-11-26T12:00:01Z' } };
    assert.equal(lastOf(bare, single), 'single');
    assert.equal(lastOf(bare, single, series), 'series');
  });

  test('is taken without a date where there is nothing better', () => {
    assert.equal(lastOf({ message: 'undated' }), 'undated');
  });

  test('is nothing where the event is about another object', () => {
    assert.equal(lastOf({ message: 'x', involvedObject: { kind: 'Job', namespace: 'shop', name: 'web' } }), '');
    assert.equal(lastOf({ message: 'x', involvedObject: { kind: 'Pod', namespace: 'tools', name: 'web' } }), '');
  });
});
