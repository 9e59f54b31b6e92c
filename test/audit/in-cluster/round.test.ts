import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Audit, createAuditRound } from '../../../src/audit/in-cluster/round.ts';
import { ClusterError } from '../../../src/kubernetes/cluster-error.ts';
import { ProfileLoadError } from '../../../src/profiles/source.ts';
import type { AuditFigures, CountedAudit } from '../../../src/telemetry/audit-metrics.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { auditCase, auditReport } from '../../support/audit-reports.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { RecordedApi } from '../../support/recorded-api.ts';

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

  test('is no more than stopped where it was told to end', async () => {
    const { round, log, counted } = roundOf((api) => api.send({ method: 'GET', path: '/' }).then(() => REPORT));
    assert.deepEqual(await round(AbortSignal.abort()), { kind: 'failed', reason: 'stopped' });
    assert.deepEqual([log, counted], [[], []]);
  });

  test('does not hide a fault of its own', async () => {
    const { round } = roundOf(() => Promise.reject(new TypeError('not a function')));
    await assert.rejects(round(NEVER), TypeError);
  });
});
