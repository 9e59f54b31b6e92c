import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { call } from '../support/faults/call.ts';
import { flood } from '../support/faults/flood.ts';
import { hostileProfileReviews, hostileProfiles, PATIENT_LABELS } from '../support/faults/hostile-profiles.ts';
import { profileIn } from '../support/faults/prediction-annotations.ts';
import { podReview } from '../support/faults/real-reviews.ts';
import type { Replica } from '../support/faults/replica.ts';
import { requireUnmoved } from '../support/faults/report.ts';
import { underLoad } from '../support/faults/under-load.ts';
import { WEB_FILE } from '../support/profile-files.ts';

const RESOURCES = 1_000;
/** Ten times the default quota of a cluster. In one file, a thousand are more than the YAML parser reads within the heap of the container. */
const PROFILES = 100;

describe('patterns made to slow down what matches them', () => {
  test('in a thousand profile resources, beside ten such profiles that EKS has, do not hold up reviews of pods', async (t) => {
    const act = async (replica: Replica): Promise<void> => {
      const { calls, statuses, failures } = await flood(replica, hostileProfileReviews(RESOURCES), 2);
      t.diagnostic(`${calls} profile resources: ${statuses}; ${failures.length} failed`);
      assert.deepEqual(failures.slice(0, 5), []);
    };
    requireUnmoved(await underLoad(t, act, [WEB_FILE, ...hostileProfiles(10)]));
  });

  test('in a hundred profiles that EKS has: pods with labels to match are answered', async (t) => {
    await underLoad(t, (replica) => askAboutPatientPods(t, replica), [WEB_FILE, ...hostileProfiles(PROFILES)]);
  });
});

async function askAboutPatientPods(t: TestContext, { url, caPem }: Replica): Promise<void> {
  const body = podReview({ namespace: 'a'.repeat(63), labels: PATIENT_LABELS });
  const startedAtMs = performance.now();
  for (let calls = 0; calls < 20; calls += 1) {
    const answer = await call({ url: `${url}/mutate/pods`, caPem, body });
    assert.equal(answer.status, 200);
    assert.equal(profileIn(answer.body), 'none');
  }
  t.diagnostic(`20 pods, ${((performance.now() - startedAtMs) / 20).toFixed(0)} ms each`);
}
