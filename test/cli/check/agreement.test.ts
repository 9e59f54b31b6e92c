import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { InputProfiles } from '../../../src/documents/assessment/profile.ts';
import { ALL_KINDS } from '../../../src/documents/workloads/workload-kinds.ts';
import { DEFAULT_LIMITS } from '../../../src/fargate/profile-rules.ts';
import { checkText } from '../../../src/inspection/check-text.ts';
import { createPolicy } from '../../../src/suppression/policy.ts';
import { FIXTURE_PROFILES, workloadFixtures } from '../../support/workload-fixtures.ts';

/** The fixtures say what the webhook finds, too. */
describe('check finds in the raw file of', () => {
  for (const { name, namespace, expected } of workloadFixtures()) {
    test(`${name} what is expected of it`, async () => {
      const text = readFileSync(new URL(`../../fixtures/workloads/${name}.yaml`, import.meta.url), 'utf8');
      const profiles = FIXTURE_PROFILES;
      const inputProfiles = new InputProfiles({
        limits: DEFAULT_LIMITS,
        cluster: { clusterName: undefined, profiles },
      });
      const policy = createPolicy({});
      const { items, unreadable } = await checkText(
        { text, name: `${name}.yaml`, isFound: false, isInChart: false },
        { namespace, kinds: ALL_KINDS, profiles, inputProfiles, policy },
      );
      assert.deepEqual(
        items.flatMap(({ findings }) => findings.map(({ code, field }) => `${code} at ${field}`)),
        expected,
      );
      assert.deepEqual(unreadable, []);
    });
  }
});
