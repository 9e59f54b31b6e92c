import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import supertest from 'supertest';
import type { ProfileSet } from '../../../src/fargate/profile-set.ts';
import { startPolicies } from '../../../src/policies/in-cluster/serve-policies.ts';
import { podPolicy } from '../../../src/policies/pod-policy.ts';
import { ProfileLoadError } from '../../../src/profiles/source.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { PolicyCluster } from '../../support/policies/policy-cluster.ts';
import { profileSet } from '../../support/profiles.ts';

const SHOP = profileSet({ name: 'shop', selectors: [{ namespace: 'shop' }] });
const WIDE = profileSet({
  name: 'wide',
  selectors: Array.from({ length: 2_000 }, (_, index) => ({ namespace: `a-rather-long-namespace-${index}` })),
});
const NO_ANSWER = new ProfileLoadError('EKS does not answer');

/** With updates every minute, which load what `source` says at that time. */
async function started(t: TestContext, source: { loads: ProfileSet | Error }) {
  const clock = new ManualClock();
  const api = new PolicyCluster();
  const loadedAtMs: number[] = [];
  const startedAtMs = clock.now();
  const running = await startPolicies({
    config: { periodMs: 60_000, owner: undefined, version: 'v1', opsPort: 0, bindAddress: '127.0.0.1' },
    version: '1.2.3',
    load: async () => {
      loadedAtMs.push(clock.now() - startedAtMs);
      if (source.loads instanceof Error) throw source.loads;
      return source.loads;
    },
    compile: (profiles) => podPolicy(profiles, { annotationPrefix: 'fargate-admission', version: 'v1' }),
    api,
    logger: createLogger({ level: 'silent', destination: { write: () => undefined } }),
    clock,
    nowMs: () => 1_800_000_000_000,
  });
  t.after(() => running.stop());
  const ops = supertest(`http://127.0.0.1:${running.opsPort}`);
  const metrics = async () => (await ops.get('/metrics')).text;
  return { clock, api, running, loadedAtMs, metrics, probe: (path: string) => ops.get(path) };
}

describe('the process that keeps policies up to date', () => {
  test('shows what it has loaded and written', async (t) => {
    const { clock, metrics } = await started(t, { loads: SHOP });
    await clock.advance(30_000);
    const text = await metrics();
    for (const line of [
      'fargate_admission_profiles{status="ACTIVE"} 1',
      'fargate_admission_profiles_age_seconds 30',
      'fargate_admission_policies_period_seconds 60',
      'fargate_admission_policies_age_seconds 30',
      'fargate_admission_policies_last_write_timestamp_seconds 1800000000',
      'fargate_admission_policy_writes_total{result="written"} 2',
      'fargate_admission_policy_updates_total{result="succeeded"} 1',
    ]) {
      assert.ok(text.split('\n').includes(line), line);
    }
    assert.match(text, /^fargate_admission_policies_object_bytes [1-9]\d{3,}$/m);
  });

  test('is ready once the policies are in effect, and not before', async (t) => {
    const source: { loads: ProfileSet | Error } = { loads: NO_ANSWER };
    const { clock, probe, metrics } = await started(t, source);
    await clock.advance(0);
    const { status, text } = await probe('/readyz');
    assert.deepEqual([status, text], [503, '[-]policies failed: none yet: EKS does not answer\nreadyz check failed\n']);
    assert.match(await metrics(), /^fargate_admission_policies_age_seconds \+Inf$/m);
    source.loads = SHOP;
    await clock.advance(5_000);
    assert.equal((await probe('/readyz?verbose')).text, '[+]policies ok\nreadyz check passed\n');
  });

  test('stays ready while EKS does not answer, and says so', async (t) => {
    const source: { loads: ProfileSet | Error } = { loads: SHOP };
    const { clock, api, probe } = await started(t, source);
    await clock.advance(0);
    api.takeWrites();
    source.loads = NO_ANSWER;
    await clock.advance(60_000);
    const { status, text } = await probe('/readyz?verbose');
    assert.deepEqual(
      [status, text],
      [200, '[+]policies ok: the last ones stay: EKS does not answer\nreadyz check passed\n'],
    );
    assert.deepEqual(api.takeWrites(), []);
  });

  test('is not ready while the profiles are beyond the limits', async (t) => {
    const source: { loads: ProfileSet | Error } = { loads: SHOP };
    const { clock, api, probe, metrics } = await started(t, source);
    await clock.advance(0);
    api.takeWrites();
    source.loads = WIDE;
    await clock.advance(60_000);
    assert.match((await probe('/readyz')).text, /^\[-\]policies failed: the last ones stay: .* characters/);
    assert.match(await metrics(), /^fargate_admission_policy_updates_total\{result="beyond_limits"\} 1$/m);
    assert.deepEqual(api.takeWrites(), []);
  });

  test('tries again after pauses that double up to the period', async (t) => {
    const { clock, loadedAtMs } = await started(t, { loads: NO_ANSWER });
    await clock.advance(200_000);
    assert.deepEqual(loadedAtMs, [0, 5_000, 15_000, 35_000, 75_000, 135_000, 195_000]);
  });

  test('lets a period pass before it asks again whether there is no profile', async (t) => {
    const { clock, loadedAtMs } = await started(t, { loads: profileSet() });
    await clock.advance(120_000);
    assert.deepEqual(loadedAtMs, [0, 60_000, 120_000]);
  });

  test('stops once, however often it is asked to', async (t) => {
    const { running, clock } = await started(t, { loads: SHOP });
    await Promise.all([running.stop(), running.stop()]);
    assert.deepEqual(clock.pending, []);
  });
});
