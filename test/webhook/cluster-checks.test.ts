import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLogger } from '../../src/telemetry/logger.ts';
import { type ClusterCheck, createClusterChecks } from '../../src/webhook/cluster-checks.ts';
import { RecordedApi } from '../support/kubernetes/recorded-api.ts';
import { ManualClock } from '../support/manual-clock.ts';

const api = new RecordedApi([]);

/** A check that counts its runs and always says the same. */
function counting(verdict: 'settled' | 'unsettled') {
  const check = {
    runs: 0,
    run: async () => {
      check.runs += 1;
      return verdict;
    },
  };
  return check;
}

function checksOf(checks: readonly ClusterCheck[], { areWanted = true } = {}) {
  const clock = new ManualClock();
  const log: string[] = [];
  const logger = createLogger({ level: 'info', destination: { write: (line) => log.push(JSON.parse(line).reason) } });
  const all = createClusterChecks({
    areWanted,
    access: { kind: 'granted', api },
    checks: () => checks,
    clock,
    logger,
  });
  return { all, clock, log };
}

describe('cluster checks', () => {
  test('run at once and every hour while all is well', async () => {
    const check = counting('settled');
    const { all, clock } = checksOf([check]);
    assert.equal(all.note(), 'not done yet');
    all.start();
    await clock.advance(3_600_000);
    assert.deepEqual([check.runs, all.note()], [2, undefined]);
    all.stop();
    assert.deepEqual(clock.pending, []);
  });

  test('run every minute while something is wrong', async () => {
    const check = counting('unsettled');
    const { all, clock } = checksOf([check]);
    all.start();
    await clock.advance(120_000);
    assert.equal(check.runs, 3);
    all.stop();
  });

  test('say which of them fails, and still run the others', async () => {
    const check = counting('settled');
    const failing = { run: async () => Promise.reject(new Error('cannot read secret pair')) };
    const { all, clock, log } = checksOf([failing, check]);
    all.start();
    await clock.advance(0);
    assert.deepEqual([all.note(), log, check.runs], ['cannot read secret pair', ['cannot read secret pair'], 1]);
    all.stop();
  });

  test('do nothing where they are switched off', async () => {
    const { all, clock } = checksOf([{ run: assert.fail }], { areWanted: false });
    all.start();
    assert.deepEqual([all.note(), clock.pending], ['switched off', []]);
  });
});
