import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { policyMetrics } from '../support/policies/series.ts';

describe('the metrics of policies that are kept up to date', () => {
  test('show every result from the start', async () => {
    const { text } = await policyMetrics().scrape();
    assert.deepEqual(text.match(/^fargate_admission_policy_\w+_total.*$/gm), [
      'fargate_admission_policy_updates_total{result="succeeded"} 0',
      'fargate_admission_policy_updates_total{result="unconfirmed"} 0',
      'fargate_admission_policy_updates_total{result="beyond_limits"} 0',
      'fargate_admission_policy_updates_total{result="failed"} 0',
      'fargate_admission_policy_writes_total{result="written"} 0',
      'fargate_admission_policy_writes_total{result="deleted"} 0',
      'fargate_admission_policy_writes_total{result="gone"} 0',
      'fargate_admission_policy_writes_total{result="conflict"} 0',
      'fargate_admission_policy_writes_total{result="failed"} 0',
    ]);
  });

  test('count updates and writes by their results', async () => {
    const metrics = policyMetrics();
    metrics.countUpdate('beyond_limits');
    metrics.countWrite('written');
    metrics.countWrite('written');
    const { text } = await metrics.scrape();
    assert.deepEqual(text.match(/^fargate_admission_policy_\w+_total.* [1-9]$/gm), [
      'fargate_admission_policy_updates_total{result="beyond_limits"} 1',
      'fargate_admission_policy_writes_total{result="written"} 2',
    ]);
  });

  test('show the sizes beside what the API server takes', async () => {
    const metrics = policyMetrics();
    metrics.showSize({ bytes: 20_000, characters: 900 });
    const { text } = await metrics.scrape();
    assert.deepEqual(text.match(/^fargate_admission_policies_(object|expression)\w+ \d+$/gm), [
      'fargate_admission_policies_object_bytes 20000',
      'fargate_admission_policies_expression_characters 900',
      'fargate_admission_policies_object_limit_bytes 1572864',
      'fargate_admission_policies_expression_limit_characters 100000',
    ]);
  });

  test('show the profiles as those of the webhook do', async () => {
    const { text } = await policyMetrics().scrape();
    assert.match(text, /^fargate_admission_profiles\{status="ACTIVE"\} 3$/m);
    assert.match(text, /^fargate_admission_profiles_age_seconds 30$/m);
    assert.match(text, /^fargate_admission_policies_age_seconds 30$/m);
  });
});
