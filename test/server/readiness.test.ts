import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { certificateCheck, profilesCheck, runChecks, shutdownCheck } from '../../src/server/readiness.ts';

describe('profiles', () => {
  test('are ready once loaded', () => {
    const check = profilesCheck({ areLoaded: () => true, uptimeMs: () => 0, graceMs: 60_000 });
    assert.deepEqual(check.run(), { kind: 'passed' });
  });

  test('are not ready before, within the grace time', () => {
    const check = profilesCheck({ areLoaded: () => false, uptimeMs: () => 59_999, graceMs: 60_000 });
    assert.deepEqual(check.run(), { kind: 'failed', reason: 'not loaded yet' });
  });

  test('hold nothing up after the grace time', () => {
    const check = profilesCheck({ areLoaded: () => false, uptimeMs: () => 60_000, graceMs: 60_000 });
    assert.deepEqual(check.run(), { kind: 'passed' });
  });
});

describe('a certificate', () => {
  const check = (nowMs: number) =>
    certificateCheck({ notBeforeMs: 1_000, notAfterMs: 2_000, nowMs: () => nowMs }).run();

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

test('all checks are told, also those after one that fails', () => {
  const report = runChecks('readyz', [
    shutdownCheck(() => true),
    profilesCheck({ areLoaded: () => true, uptimeMs: () => 0, graceMs: 0 }),
  ]);
  assert.deepEqual(report, {
    passed: false,
    text: '[-]shutdown failed: shutting down\n[+]profiles ok\nreadyz check failed\n',
  });
});
