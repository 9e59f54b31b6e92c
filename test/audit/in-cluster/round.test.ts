import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Audit, createAuditRound, figuresOf, PLACEMENTS } from '../../../src/audit/in-cluster/round.ts';
import { AUDIT_CODES } from '../../../src/audit/result.ts';
import { ClusterError } from '../../../src/kubernetes/cluster-error.ts';
import { ProfileLoadError } from '../../../src/profiles/source.ts';
import type { AuditFigures, CountedAudit } from '../../../src/telemetry/audit-metrics.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { AUDIT_CASES } from '../../support/audit/cases.ts';
import { auditCase, auditReport } from '../../support/audit/reports.ts';
import { RecordedApi } from '../../support/kubernetes/recorded-api.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const REPORT = auditReport([auditCase('well'), auditCase('other-key')]);
const NEVER = new AbortController().signal;

function roundOf(audit: Audit) {
  const clock = new ManualClock();
  const log: unknown[] = [];
  const shown: AuditFigures[] = [];
  const counted: CountedAudit[] = [];
  const pages: unknown[] = [];
  const round = createAuditRound({
    audit: async (api, signal) => {
      await clock.advance(1_500);
      return audit(api, signal);
    },
    api: new RecordedApi([[200, {}]]),
    keeper: { keep: async () => ({ written: 1 }) },
    showPage: (report) => pages.push(report),
    metrics: { show: (figures) => shown.push(figures), countAudit: (one) => counted.push(one) },
    logger: createLogger({
      level: 'info',
      destination: {
        write: (line) => {
          const { time: _, ...rest } = JSON.parse(line);
          log.push(rest);
        },
      },
    }),
    clock,
  });
  return { round, log, shown, counted, pages };
}

describe('one audit of many', () => {
  test('is shown by page and metrics, and counted with its duration', async () => {
    const { round, shown, counted, pages } = roundOf(async () => REPORT);
    assert.deepEqual(await round(NEVER), { kind: 'succeeded' });
    assert.deepEqual([shown.length, pages], [1, [REPORT]]);
    assert.deepEqual(counted, [{ result: 'succeeded', durationMs: 1_500 }]);
  });

  test('is logged in one line, with numbers and no names', async () => {
    const { round, log } = roundOf(async () => REPORT);
    await round(NEVER);
    assert.deepEqual(log, [
      {
        level: 'info',
        result: 'succeeded',
        durationMs: 1_500,
        pods: 2,
        podsOnFargate: 1,
        results: { error: 0, fail: 0, warn: 1, pass: 1, skip: 0 },
        reports: { written: 1 },
        msg: 'audit',
      },
    ]);
  });

  test('is incomplete where something could not be read, and says what', async () => {
    const errors = Array.from({ length: 7 }, (_, index) => ({
      resource: 'pods',
      namespace: `n${index}`,
      reason: 'no',
    }));
    const { round, log } = roundOf(async () => auditReport([], { errors }));
    assert.deepEqual(await round(NEVER), { kind: 'incomplete' });
    const [line] = log;
    assert.ok(typeof line === 'object' && line !== null && 'errors' in line && 'firstErrors' in line);
    assert.deepEqual([line.errors, line.firstErrors], [7, errors.slice(0, 5)]);
  });

  for (const error of [new ProfileLoadError('EKS does not answer'), new ClusterError('failed', 'no way to log in')]) {
    test(`fails by a ${error.name}, and leaves what the one before has shown`, async () => {
      const { round, log, shown, counted } = roundOf(() => Promise.reject(error));
      assert.deepEqual(await round(NEVER), { kind: 'failed', reason: error.message });
      assert.deepEqual([shown, counted], [[], [{ result: 'failed', durationMs: 1_500 }]]);
      assert.deepEqual(log, [{ level: 'warn', durationMs: 1_500, reason: error.message, msg: 'audit failed' }]);
    });
  }

  test('is only stopped where its end was requested', async () => {
    const { round, log, counted } = roundOf((api) => api.send({ method: 'GET', path: '/' }).then(() => REPORT));
    assert.deepEqual(await round(AbortSignal.abort()), { kind: 'failed', reason: 'stopped' });
    assert.deepEqual([log, counted], [[], []]);
  });

  test('does not hide a fault of its own', async () => {
    const { round } = roundOf(() => Promise.reject(new TypeError('not a function')));
    await assert.rejects(round(NEVER), TypeError);
  });
});

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
