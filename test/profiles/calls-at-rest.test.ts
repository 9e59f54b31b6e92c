import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ProfileCache } from '../../src/profiles/cache.ts';
import type { EksApi } from '../../src/profiles/eks-api.ts';
import { createEksSource } from '../../src/profiles/eks-source.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { profile } from '../support/profiles.ts';
import { configFor } from '../support/running-webhook.ts';

const HOUR_MS = 3_600_000;

/** EKS with so many ACTIVE profiles, and how often it was called. */
function countingApi(profiles: number) {
  let calls = 0;
  const api: EksApi = {
    listProfileNames: async () => {
      calls += 1;
      return Array.from({ length: profiles }, (_, index) => `profile-${index}`);
    },
    describeProfile: async (name) => {
      calls += 1;
      return { kind: 'described', profile: profile({ name, selectors: [{ namespace: name }] }) };
    },
  };
  return { api, calls: () => calls };
}

describe('calls of EKS', () => {
  test('are at most 150 an hour at rest, with ten profiles and the default settings', async () => {
    const { refreshIntervalMs, refreshCooldownMs, describeIntervalMs } = await configFor({ 'cluster-name': 'demo' });
    const { api, calls } = countingApi(10);
    const clock = new ManualClock();
    const source = createEksSource({ api, clock, describeIntervalMs, onDescribeFailed: () => {} });
    const timing = { clock, random: () => 0, refreshIntervalMs, refreshCooldownMs, loadTimeoutMs: 60_000 };
    const cache = new ProfileCache({ ...timing, source, onRefresh: () => {} });
    await cache.start();
    const callsOfFirstLoad = calls();
    await clock.advance(HOUR_MS);
    cache.stop();
    assert.equal(callsOfFirstLoad, 11);
    assert.ok(calls() - callsOfFirstLoad <= 150, `${calls() - callsOfFirstLoad} calls`);
    assert.ok(calls() - callsOfFirstLoad >= 60, 'it has looked for new profiles each minute');
  });
});
