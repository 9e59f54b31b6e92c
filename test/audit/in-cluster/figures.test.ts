import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { figuresOf, PLACEMENTS } from '../../../src/audit/in-cluster/figures.ts';
import { AUDIT_CODES } from '../../../src/audit/result.ts';
import { AUDIT_CASES } from '../../support/audit-cases.ts';
import { auditCase, auditReport } from '../../support/audit-reports.ts';

describe('the figures of an audit', () => {
  test('hold every verdict that there is', () => {
    assert.deepEqual(
      PLACEMENTS.map(({ code }) => code),
      Object.keys(AUDIT_CODES),
    );
  });

  test('count each pod once', () => {
    const report = auditReport(AUDIT_CASES);
    const counted = figuresOf(report).placements.reduce((sum, { pods }) => sum + pods, 0);
    assert.equal(counted, report.summary.pods);
  });

  test('count pods of several workloads by verdict', () => {
    const { placements } = figuresOf(
      auditReport([auditCase('well'), auditCase('well', 'other'), auditCase('other-key')]),
    );
    const pods = placements.filter(({ code }) => code === 'near-miss' || code === 'would-leave-fargate');
    assert.deepEqual(pods, [
      { result: 'warn', code: 'would-leave-fargate', pods: 1 },
      { result: 'warn', code: 'near-miss', pods: 1 },
    ]);
  });

  test('count what could not be read', () => {
    const errors = [{ resource: 'nodes', reason: 'nodes is forbidden' }];
    const unread = figuresOf(auditReport([], { errors })).placements.find(({ code }) => code === 'not-readable');
    assert.deepEqual(unread, { result: 'error', code: 'not-readable', pods: 1 });
  });

  test('name the profiles that the cluster has, and none that only a pod names', () => {
    const { profiles } = figuresOf(auditReport([auditCase('well'), auditCase('orphan')]));
    assert.deepEqual(
      profiles.map(({ profile }) => profile),
      ['a-first', 'early', 'late', 'leaving', 'web'],
    );
    const web = profiles.find(({ profile }) => profile === 'web');
    assert.deepEqual(web?.provisioned, { vcpu: 0.25, gigabytes: 0.5 });
  });
});
