import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { namespaceReports } from '../../../src/audit/report/namespace-report.ts';
import type { AuditReport, ReportedVerdict } from '../../../src/audit/report/report.ts';
import { auditCase, auditReport } from '../../support/audit/reports.ts';

const TWO_NAMESPACES = auditReport([auditCase('well'), auditCase('other-key'), auditCase('elsewhere', 'tools')]);

/** One workload of whose pods this many things are said. */
function withVerdicts(report: AuditReport, count: number): AuditReport {
  const [workload] = report.workloads;
  assert.ok(workload !== undefined);
  const one: ReportedVerdict = { result: 'pass', code: 'on-fargate', message: 'is well', fix: '', pods: 1 };
  const bad: ReportedVerdict = { ...one, result: 'fail', code: 'stuck' };
  return { ...report, workloads: [{ ...workload, verdicts: [...Array<ReportedVerdict>(count - 1).fill(one), bad] }] };
}

describe('the reports of namespaces', () => {
  test('are one each, in the order of names', () => {
    const reports = namespaceReports(TWO_NAMESPACES, 'openreports');
    assert.deepEqual(
      reports.map(({ metadata }) => metadata.namespace),
      ['shop', 'tools'],
    );
  });

  test('have a result for each verdict on a workload, the worst first', () => {
    const [shop] = namespaceReports(TWO_NAMESPACES, 'openreports');
    assert.deepEqual(shop?.results[0], {
      source: 'fargate-admission',
      policy: 'fargate-placement',
      category: 'EKS Fargate',
      rule: 'near-miss',
      result: 'warn',
      severity: 'medium',
      message:
        'is on node ip-10-0-0-2.ec2.internal, off Fargate: selector 0 of Fargate profile web matches except for label app=web (the pod has app.kubernetes.io/name=web) (1 of 1 pods)',
      resources: [{ apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'other-key' }],
      properties: {
        pods: '1',
        fix: 'correct the labels of the pod, or add the annotation eks.amazonaws.com/compute-type: ec2',
      },
    });
    assert.deepEqual(shop?.summary, { error: 0, fail: 0, warn: 1, pass: 1, skip: 0 });
  });

  test('are of either kind, with a source of their own in OpenReports', () => {
    const [open] = namespaceReports(TWO_NAMESPACES, 'openreports');
    const [policy] = namespaceReports(TWO_NAMESPACES, 'policyreport');
    assert.deepEqual(
      [open?.apiVersion, open?.kind, open?.source],
      ['openreports.io/v1alpha1', 'Report', 'fargate-admission'],
    );
    assert.deepEqual(
      [policy?.apiVersion, policy?.kind, policy?.source],
      ['wgpolicyk8s.io/v1alpha2', 'PolicyReport', undefined],
    );
    assert.deepEqual(policy?.results, open?.results);
  });

  test('report a namespace that could not be read', () => {
    const report = auditReport([], { errors: [{ namespace: 'secret', resource: 'pods', reason: 'you may not' }] });
    const [secret] = namespaceReports(report, 'openreports');
    assert.equal(secret?.metadata.namespace, 'secret');
    assert.deepEqual(
      secret?.results.map(({ rule, result, message }) => [rule, result, message]),
      [['not-readable', 'error', 'pods could not be read: you may not']],
    );
  });

  test('leave out what would not fit, the best first, and say how much', () => {
    const [shop] = namespaceReports(withVerdicts(TWO_NAMESPACES, 1_500), 'openreports');
    assert.equal(shop?.results.length, 1_000);
    assert.equal(shop?.results[0]?.result, 'fail');
    assert.deepEqual(shop?.metadata.annotations, { 'fargate-admission/results-left-out': '500' });
    assert.equal(shop?.summary.pass, 1_499);
  });

  test('say the same of the same', () => {
    assert.deepEqual(namespaceReports(TWO_NAMESPACES, 'openreports'), namespaceReports(TWO_NAMESPACES, 'openreports'));
  });
});
