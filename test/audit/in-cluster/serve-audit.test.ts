import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, type TestContext, test } from 'node:test';
import supertest from 'supertest';
import type { Audit } from '../../../src/audit/in-cluster/round.ts';
import { startAudit } from '../../../src/audit/in-cluster/serve-audit.ts';
import { close, ListenError, listen } from '../../../src/http/listen.ts';
import { ClusterError } from '../../../src/kubernetes/cluster-error.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { ReportCluster } from '../../support/audit/report-cluster.ts';
import { auditCase, auditReport } from '../../support/audit/reports.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const REPORT = auditReport([auditCase('well')]);
const CONFIG = {
  periodMs: 600_000,
  reports: 'auto',
  reportPort: 0,
  reportAddress: '127.0.0.1',
  clusterLabel: undefined,
  opsPort: 0,
  bindAddress: '127.0.0.1',
} as const;

function parts(audit: Audit) {
  return {
    config: CONFIG,
    version: '1.2.3',
    audit,
    api: new ReportCluster(['openreports']),
    renderPage: () => ({ html: '<title>page</title>', contentSecurityPolicy: "default-src 'none'" }),
    logger: createLogger({ level: 'silent', destination: { write: () => undefined } }),
    clock: new ManualClock(),
  };
}

async function started(t: TestContext, audit: Audit) {
  const options = parts(audit);
  const running = await startAudit(options);
  t.after(() => running.stop());
  const ops = supertest(`http://127.0.0.1:${running.opsPort}`);
  const page = supertest(`http://127.0.0.1:${running.reportPort}`);
  return { ...options, running, probe: (path: string) => ops.get(path), page: () => page.get('/') };
}

describe('the process of an audit', () => {
  test('shows the audit by metrics, page and reports', async (t) => {
    const { clock, api, probe, page } = await started(t, async () => REPORT);
    await clock.advance(30_000);
    const { text } = await probe('/metrics');
    assert.match(text, /^fargate_admission_placement_pods\{result="pass",code="on-fargate"\} 1$/m);
    assert.match(text, /^fargate_admission_audit_age_seconds 30$/m);
    assert.equal((await page()).text, '<title>page</title>');
    assert.equal(api.stored.size, 1);
  });

  test('is not ready, and has no page, before the first audit', async (t) => {
    const { clock, probe, page } = await started(t, () => Promise.reject(new ClusterError('failed', 'no answer')));
    await clock.advance(59_000);
    assert.deepEqual([(await probe('/readyz')).status, (await page()).status], [503, 503]);
    assert.match((await probe('/metrics')).text, /^fargate_admission_audit_age_seconds \+Inf$/m);
    assert.equal((await probe('/livez')).text, 'ok\n');
  });

  test('is ready after a minute all the same, and says what is wrong', async (t) => {
    const { clock, probe } = await started(t, () => Promise.reject(new ClusterError('failed', 'no answer')));
    await clock.advance(60_000);
    const { status, text } = await probe('/readyz?verbose');
    assert.deepEqual([status, text], [200, '[+]audit ok: no audit yet: no answer\nreadyz check passed\n']);
  });

  test('is ready once an audit has succeeded', async (t) => {
    const { clock, probe } = await started(t, async () => REPORT);
    await clock.advance(0);
    assert.equal((await probe('/readyz?verbose')).text, '[+]audit ok\nreadyz check passed\n');
  });

  test('stops at once, also in an audit that waits for a cluster', async (t) => {
    const hanging: Audit = (_api, signal) => {
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => reject(signal.reason));
      return promise;
    };
    const { running, clock } = await started(t, hanging);
    await running.stop();
    assert.deepEqual(clock.pending, []);
  });

  test('stops once, however often it is asked to', async (t) => {
    const { running } = await started(t, async () => REPORT);
    await Promise.all([running.stop(), running.stop()]);
  });

  test('opens no port where one of the two is taken', async (t) => {
    const other = createServer();
    const reportPort = await listen(other, { port: 0, address: '127.0.0.1' });
    t.after(() => close(other, 0));
    const options = parts(async () => REPORT);
    await assert.rejects(startAudit({ ...options, config: { ...CONFIG, reportPort } }), ListenError);
  });
});
