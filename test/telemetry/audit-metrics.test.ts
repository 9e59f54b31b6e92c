import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PLACEMENTS } from '../../src/audit/in-cluster/round.ts';
import type { AuditMetrics } from '../../src/telemetry/audit-metrics.ts';
import { auditMetrics } from '../support/audit/series.ts';

const WEB = {
  profile: 'web',
  requested: { vcpu: 1.5, gigabytes: 3 },
  provisioned: { vcpu: 2, gigabytes: 4 },
  costPerMonth: 72.5,
  unusedCostPerMonth: 20.25,
};
const NIGHTLY = { ...WEB, profile: 'nightly' };

/** Of our own metrics, the lines that match. */
async function lines(metrics: AuditMetrics, pattern: RegExp): Promise<readonly string[]> {
  const { text } = await metrics.scrape();
  return text.split('\n').filter((line) => line.startsWith('fargate_admission_') && pattern.test(line));
}

describe('the metrics of an audit', () => {
  test('show every verdict from the start', async () => {
    const placements = await lines(auditMetrics(), /^fargate_admission_placement_pods/);
    assert.equal(placements.length, PLACEMENTS.length);
    assert.ok(placements.every((line) => line.endsWith(' 0')));
    assert.ok(placements.includes('fargate_admission_placement_pods{result="fail",code="stuck"} 0'));
  });

  test('show every result from the start', async () => {
    assert.deepEqual(await lines(auditMetrics(), /^fargate_admission_(audits|audit_report_writes)_total/), [
      'fargate_admission_audits_total{result="succeeded"} 0',
      'fargate_admission_audits_total{result="incomplete"} 0',
      'fargate_admission_audits_total{result="failed"} 0',
      'fargate_admission_audit_report_writes_total{result="written"} 0',
      'fargate_admission_audit_report_writes_total{result="deleted"} 0',
      'fargate_admission_audit_report_writes_total{result="gone"} 0',
      'fargate_admission_audit_report_writes_total{result="conflict"} 0',
      'fargate_admission_audit_report_writes_total{result="failed"} 0',
    ]);
  });

  test('add up pods of one verdict, and forget those of the audit before', async () => {
    const metrics = auditMetrics();
    const stuck = { result: 'fail', code: 'stuck', pods: 2 };
    const finished = { result: 'skip', code: 'finished', pods: 1 };
    metrics.show({ placements: [stuck, stuck, finished], profiles: [] });
    metrics.show({ placements: [stuck, stuck], profiles: [] });
    assert.deepEqual(await lines(metrics, /placement_pods.* [1-9]/), [
      'fargate_admission_placement_pods{result="fail",code="stuck"} 4',
    ]);
  });

  test('show what each profile requests, has and costs', async () => {
    const metrics = auditMetrics();
    metrics.show({ placements: [], profiles: [WEB] });
    assert.deepEqual(await lines(metrics, /profile=/), [
      'fargate_admission_requested_vcpu{profile="web"} 1.5',
      'fargate_admission_requested_bytes{profile="web"} 3221225472',
      'fargate_admission_provisioned_vcpu{profile="web"} 2',
      'fargate_admission_provisioned_bytes{profile="web"} 4294967296',
      'fargate_admission_cost_dollars_per_month{profile="web"} 72.5',
      'fargate_admission_unused_cost_dollars_per_month{profile="web"} 20.25',
    ]);
  });

  test('show no profile that has gone', async () => {
    const metrics = auditMetrics();
    metrics.show({ placements: [], profiles: [NIGHTLY, WEB] });
    metrics.show({ placements: [], profiles: [WEB] });
    assert.deepEqual(await lines(metrics, /profile="nightly"/), []);
    assert.equal((await lines(metrics, /profile="web"/)).length, 6);
  });

  test('count an audit, and show how long it took', async () => {
    const metrics = auditMetrics();
    metrics.countAudit({ result: 'incomplete', durationMs: 2_500 });
    assert.deepEqual(await lines(metrics, /audits_total.* 1$|duration/), [
      'fargate_admission_audits_total{result="incomplete"} 1',
      'fargate_admission_audit_duration_seconds 2.5',
    ]);
  });

  test('show period and age in seconds', async () => {
    assert.deepEqual(await lines(auditMetrics(), /period|age_seconds/), [
      'fargate_admission_audit_period_seconds 600',
      'fargate_admission_audit_age_seconds 30',
    ]);
  });

  test('show an infinite age before the first audit', async () => {
    assert.deepEqual(await lines(auditMetrics(Number.POSITIVE_INFINITY), /age_seconds/), [
      'fargate_admission_audit_age_seconds +Inf',
    ]);
  });

  test('have a cluster label where one is configured, in every series and beside their own', async () => {
    const metrics = auditMetrics(30, 'arn:aws:eks:eu-west-1:111122223333:cluster/shop');
    metrics.show({ placements: [], profiles: [WEB] });
    metrics.countAudit({ result: 'succeeded', durationMs: 2_500 });
    const { text } = await metrics.scrape();
    const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const label = 'cluster="arn:aws:eks:eu-west-1:111122223333:cluster/shop"';
    assert.deepEqual(
      series.filter((line) => line.split(label).length !== 2),
      [],
    );
    assert.ok(series.includes(`fargate_admission_requested_vcpu{profile="web",${label}} 1.5`));
    assert.ok(series.includes(`fargate_admission_audit_age_seconds{${label}} 30`));
  });

  test('have no cluster label where none is configured', async () => {
    const { text } = await auditMetrics().scrape();
    assert.doesNotMatch(text, /[{,]cluster=/);
  });

  test('hold those of Node itself, and those of faults and the log', async () => {
    const { text } = await auditMetrics().scrape();
    assert.match(text, /^nodejs_eventloop_lag_seconds /m);
    assert.match(text, /^fargate_admission_faults_total\{origin="uncaughtException"\} 0$/m);
    assert.match(text, /^fargate_admission_log_lines_dropped_total 0$/m);
  });
});
