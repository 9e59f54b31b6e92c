import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  auditCheck,
  certificateCheck,
  noteCheck,
  policiesCheck,
  profilesCheck,
  runChecks,
  shutdownCheck,
} from '../../src/http/readiness.ts';

describe('profiles', () => {
  const check = (parts: { readonly areLoaded?: boolean; readonly problem?: string; readonly uptimeMs?: number }) =>
    profilesCheck({
      areLoaded: () => parts.areLoaded ?? false,
      problem: () => parts.problem,
      uptimeMs: () => parts.uptimeMs ?? 0,
      graceMs: 60_000,
    }).run();

  test('are ready once loaded', () => {
    assert.deepEqual(check({ areLoaded: true }), { kind: 'passed' });
  });

  test('are ready where the last ones stay, and say why they are old', () => {
    assert.deepEqual(check({ areLoaded: true, problem: 'AccessDenied' }), {
      kind: 'passed',
      note: 'the last ones stay: AccessDenied',
    });
  });

  test('are not ready before, within the grace time, and say why', () => {
    assert.deepEqual(check({ uptimeMs: 59_999 }), {
      kind: 'failed',
      reason: 'not loaded yet: the first load is under way',
    });
    assert.deepEqual(check({ problem: 'AccessDenied' }), { kind: 'failed', reason: 'not loaded yet: AccessDenied' });
  });

  test('hold nothing up after the grace time, and say that nothing is predicted, and why', () => {
    assert.deepEqual(check({ problem: 'AccessDenied', uptimeMs: 60_000 }), {
      kind: 'passed',
      note: 'predicts nothing, not loaded yet: AccessDenied',
    });
  });
});

describe('an audit', () => {
  const check = (parts: { readonly hasReport?: boolean; readonly problem?: string; readonly uptimeMs?: number }) =>
    auditCheck({
      hasReport: () => parts.hasReport ?? false,
      problem: () => parts.problem,
      uptimeMs: () => parts.uptimeMs ?? 0,
      graceMs: 60_000,
    }).run();

  test('is ready once there is a report', () => {
    assert.deepEqual(check({ hasReport: true }), { kind: 'passed' });
  });

  test('is not ready before, and says why', () => {
    assert.deepEqual(check({}), { kind: 'failed', reason: 'no audit yet: the first is under way' });
    assert.deepEqual(check({ problem: 'no answer' }), { kind: 'failed', reason: 'no audit yet: no answer' });
  });

  test('holds nothing up after the grace time, and still says why', () => {
    assert.deepEqual(check({ problem: 'no answer', uptimeMs: 60_000 }), {
      kind: 'passed',
      note: 'no audit yet: no answer',
    });
  });
});

describe('policies', () => {
  const check = (parts: { areInEffect?: boolean; problem?: string; areBeyondLimits?: boolean }) =>
    policiesCheck({
      areInEffect: () => parts.areInEffect ?? false,
      problem: () => parts.problem,
      areBeyondLimits: () => parts.areBeyondLimits ?? false,
    }).run();

  test('are not ready before they are in effect, and say why', () => {
    assert.deepEqual(check({}), { kind: 'failed', reason: 'none yet: the first update is under way' });
    assert.deepEqual(check({ problem: 'no answer' }), { kind: 'failed', reason: 'none yet: no answer' });
  });

  test('stay ready while no update succeeds, and say why', () => {
    assert.deepEqual(check({ areInEffect: true }), { kind: 'passed' });
    assert.deepEqual(check({ areInEffect: true, problem: 'no answer' }), {
      kind: 'passed',
      note: 'the last ones stay: no answer',
    });
  });

  test('are not ready while the profiles make what the API server refuses', () => {
    assert.deepEqual(check({ areInEffect: true, problem: 'too long', areBeyondLimits: true }), {
      kind: 'failed',
      reason: 'the last ones stay: too long',
    });
  });
});

describe('no certificate', () => {
  const check = (problem?: string) =>
    certificateCheck({ current: () => undefined, problem: () => problem, nowMs: () => 0 }).run();

  test('is not ready, and says why there is none', () => {
    assert.deepEqual(check(), { kind: 'failed', reason: 'there is none yet: it is being made' });
    assert.deepEqual(check('forbidden'), { kind: 'failed', reason: 'there is none yet: forbidden' });
  });
});

describe('a note', () => {
  test('is listed beside a check that passed', () => {
    const report = runChecks('readyz', [noteCheck('cluster-checks', () => 'switched off')]);
    assert.deepEqual(report, { passed: true, text: '[+]cluster-checks ok: switched off\nreadyz check passed\n' });
  });
});

describe('a certificate', () => {
  const check = (nowMs: number) =>
    certificateCheck({
      current: () => ({ notBeforeMs: 1_000, notAfterMs: 2_000 }),
      problem: () => undefined,
      nowMs: () => nowMs,
    }).run();

  test('is ready from its first moment to its last', () => {
    assert.deepEqual([check(1_000), check(2_000)], [{ kind: 'passed' }, { kind: 'passed' }]);
  });

  test('is not ready before', () => {
    assert.deepEqual(check(999), { kind: 'failed', reason: 'not valid before 1970-01-01T00:00:01.000Z' });
  });

  test('is not ready after', () => {
    assert.deepEqual(check(2_001), { kind: 'failed', reason: 'expired at 1970-01-01T00:00:02.000Z' });
  });
});

test('all checks are listed, also those after one that fails', () => {
  const report = runChecks('readyz', [
    shutdownCheck(() => true),
    profilesCheck({ areLoaded: () => true, problem: () => undefined, uptimeMs: () => 0, graceMs: 0 }),
  ]);
  assert.deepEqual(report, {
    passed: false,
    text: '[-]shutdown failed: shutting down\n[+]profiles ok\nreadyz check failed\n',
  });
});
