import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createReportKeeper, type WantedReports } from '../../../src/audit/in-cluster/report-keeper.ts';
import { REPORT_KINDS, type ReportForm } from '../../../src/audit/report/namespace-report.ts';
import { ClusterError } from '../../../src/kubernetes/cluster-error.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { ReportCluster } from '../../support/audit/report-cluster.ts';
import { auditCase, auditReport } from '../../support/audit/reports.ts';

const SHOP = auditReport([auditCase('well')]);
const SHOP_AND_TOOLS = auditReport([auditCase('well'), auditCase('other-key', 'tools')]);

const PODS_UNREAD = { namespace: 'tools', resource: 'pods', reason: 'pods is forbidden' };

function keeping(wanted: WantedReports = 'auto', forms: readonly ReportForm[] = ['openreports']) {
  const cluster = new ReportCluster(forms);
  const log: string[] = [];
  const counted: string[] = [];
  const keeper = createReportKeeper({
    wanted,
    logger: createLogger({ level: 'info', destination: { write: (line) => log.push(JSON.parse(line).reason) } }),
    countWrite: (result) => counted.push(result),
    wait: async () => undefined,
  });
  return { cluster, log, counted, keep: (report = SHOP) => keeper.keep(report, cluster) };
}

function reportPath(namespace: string, form: ReportForm = 'openreports'): string {
  const { group, version, plural } = REPORT_KINDS[form];
  return `/apis/${group}/${version}/namespaces/${namespace}/${plural}/fargate-admission`;
}

describe('the reports in the cluster', () => {
  test('are made for each namespace, and counted', async () => {
    const { cluster, counted, keep } = keeping();
    assert.deepEqual(await keep(SHOP_AND_TOOLS), { written: 2 });
    assert.deepEqual([...cluster.stored.keys()], [reportPath('shop'), reportPath('tools')]);
    assert.deepEqual(counted, ['written', 'written']);
  });

  test('are not written where they would say the same', async () => {
    const { cluster, keep } = keeping();
    await keep();
    assert.deepEqual(await keep(), {});
    assert.deepEqual(cluster.writes, [`PATCH ${reportPath('shop')}`]);
  });

  test('are written where they would say something else', async () => {
    const { keep } = keeping();
    await keep();
    assert.deepEqual(await keep(auditReport([auditCase('grown')])), { written: 1 });
  });

  test('are put right where somebody has changed them', async () => {
    const { cluster, keep } = keeping();
    await keep();
    for (const [path, object] of cluster.stored) cluster.stored.set(path, { ...object, summary: { pass: 9 } });
    assert.deepEqual(await keep(), { written: 1 });
  });

  test('are deleted where the namespace has no pods any more', async () => {
    const { cluster, keep } = keeping();
    await keep(SHOP_AND_TOOLS);
    assert.deepEqual(await keep(SHOP), { deleted: 1 });
    assert.deepEqual([...cluster.stored.keys()], [reportPath('shop')]);
  });

  test('stay as they are where the pods of the namespace could not be read', async () => {
    const { cluster, keep } = keeping();
    await keep(SHOP_AND_TOOLS);
    assert.deepEqual(await keep(auditReport([auditCase('well')], { errors: [PODS_UNREAD] })), {});
    assert.equal(cluster.stored.size, 2);
  });

  test('say so in a namespace that has none yet and could not be read', async () => {
    const { keep } = keeping();
    assert.deepEqual(await keep(auditReport([], { errors: [PODS_UNREAD] })), { written: 1 });
  });

  test('stay as they are, all of them, where the list of pods ended early', async () => {
    const { keep } = keeping();
    await keep(SHOP_AND_TOOLS);
    const errors = [{ resource: 'pods', reason: 'the list ended after 500: no answer' }];
    assert.deepEqual(await keep(auditReport([auditCase('grown')], { errors })), {});
  });

  test('of namespaces that are not audited are not looked at', async () => {
    const { cluster, keep } = keeping();
    await keep(SHOP_AND_TOOLS);
    assert.deepEqual(await keep(auditReport([], { namespaces: ['shop'] })), { deleted: 1 });
    assert.deepEqual([...cluster.stored.keys()], [reportPath('tools')]);
  });

  test('that are somebody else’s are left alone, which is logged once', async () => {
    const { cluster, log, keep } = keeping();
    cluster.put({ metadata: { namespace: 'shop', name: 'fargate-admission', uid: 'theirs' } });
    assert.deepEqual([await keep(), await keep()], [{ failed: 1 }, { failed: 1 }]);
    assert.deepEqual(cluster.writes, []);
    assert.deepEqual(log, [
      'reports fargate-admission in namespace shop belongs to another program: delete or rename it',
    ]);
  });

  test('that are somebody else’s are not deleted either', async () => {
    const { cluster, keep } = keeping();
    cluster.put({ metadata: { namespace: 'empty', name: 'fargate-admission', uid: 'theirs' } });
    assert.deepEqual(await keep(), { written: 1 });
    assert.ok(cluster.stored.has(reportPath('empty')));
  });

  test('are left to the audit that was faster', async () => {
    const { cluster, keep } = keeping();
    await keep();
    cluster.refusals.set('PATCH', [409, { kind: 'Status', message: 'uid mismatch' }]);
    assert.deepEqual(await keep(auditReport([auditCase('grown')])), { conflict: 1 });
  });

  test('are no failure where the namespace is being deleted, or is gone', async () => {
    const { cluster, log, keep } = keeping();
    const causes = [{ reason: 'NamespaceTerminating', message: 'namespace shop is being terminated' }];
    cluster.refusals.set('PATCH', [403, { kind: 'Status', message: 'forbidden', details: { causes } }]);
    assert.deepEqual(await keep(), { gone: 1 });
    cluster.refusals.set('PATCH', [404, { kind: 'Status', message: 'namespaces "shop" not found' }]);
    assert.deepEqual(await keep(), { gone: 1 });
    assert.deepEqual(log, []);
  });
});

describe('the kind of report', () => {
  test('is that of openreports.io where the cluster knows both', async () => {
    const { cluster, keep } = keeping('auto', ['openreports', 'policyreport']);
    await keep();
    assert.deepEqual([...cluster.stored.keys()], [reportPath('shop')]);
  });

  test('is a PolicyReport where the cluster knows that alone', async () => {
    const { cluster, keep } = keeping('auto', ['policyreport']);
    await keep();
    assert.deepEqual([...cluster.stored.keys()], [reportPath('shop', 'policyreport')]);
  });

  test('is the one that was asked for, even where the cluster knows another', async () => {
    const { cluster, keep } = keeping('policyreport', ['openreports', 'policyreport']);
    await keep();
    assert.deepEqual([...cluster.stored.keys()], [reportPath('shop', 'policyreport')]);
  });

  test('is none where none is wanted: the API server is not asked', async () => {
    const { cluster, keep } = keeping('none');
    cluster.forbid('');
    assert.deepEqual(await keep(), {});
  });

  test('is none where the cluster knows neither, which is logged once and counted as no failure', async () => {
    const { log, counted, keep } = keeping('auto', []);
    await keep();
    await keep();
    assert.deepEqual(
      [log, counted],
      [['the cluster serves neither Reports (openreports.io) nor PolicyReports (wgpolicyk8s.io)'], []],
    );
  });
});

describe('what keeps reports from being kept', () => {
  test('is logged once and counted each time: a kind that the cluster does not know', async () => {
    const { log, counted, keep } = keeping('openreports', []);
    await keep();
    await keep();
    assert.deepEqual(log, ['reports could not be read: the API server answered HTTP 404: not found']);
    assert.deepEqual(counted, ['failed', 'failed']);
  });

  test('is logged again after a success in between', async () => {
    const { cluster, log, keep } = keeping();
    cluster.forbid('GET /apis/openreports.io/v1alpha1/reports');
    await keep();
    cluster.refusals.clear();
    await keep();
    cluster.forbid('GET /apis/openreports.io/v1alpha1/reports');
    await keep();
    const line = 'reports could not be read: reports.openreports.io is forbidden';
    assert.deepEqual(log, [line, line]);
  });

  test('is logged: a right to write that is missing, in one of two namespaces', async () => {
    const { cluster, log, keep } = keeping();
    cluster.forbid(`PATCH ${reportPath('tools')}`);
    assert.deepEqual(await keep(SHOP_AND_TOOLS), { written: 1, failed: 1 });
    assert.deepEqual(log, ['reports.openreports.io is forbidden']);
  });

  test('is logged: an API server that does not answer', async () => {
    const { cluster, log, keep } = keeping();
    cluster.send = () => Promise.reject(new ClusterError('failed', 'the API server does not answer'));
    assert.deepEqual(await keep(), { failed: 1 });
    assert.deepEqual(log, ['the API server does not answer']);
  });
});
