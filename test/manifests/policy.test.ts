import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PROFILE_FINDINGS } from '../../src/fargate/profile-findings.ts';
import { DEFAULT_LIMITS } from '../../src/fargate/profile-rules.ts';
import { readBaseObject, readKustomization, readManifest, valueAt } from '../support/manifests.ts';

const policy = readManifest('overlays/validating-admission-policy/policy.yaml').get('spec');
const binding = readManifest('overlays/validating-admission-policy/binding.yaml').get('spec');
const [webhook = policy] = readBaseObject('ValidatingWebhookConfiguration').get('webhooks').list();
const variables = new Map(
  policy
    .get('variables')
    .list()
    .map((variable) => [variable.get('name').string() ?? '', variable.get('expression').string() ?? '']),
);
const errors = Object.entries(PROFILE_FINDINGS).filter(([, { severity }]) => severity === 'error');

describe('the policy on profiles', () => {
  test('is asked about what the webhook is asked about', () => {
    assert.equal(webhook.get('name').value, 'profiles.fargate-admission.svc');
    assert.deepEqual(valueAt(policy, 'matchConstraints.resourceRules'), webhook.get('rules').value);
    assert.deepEqual(valueAt(policy, 'matchConstraints.matchPolicy'), webhook.get('matchPolicy').value);
  });

  test('lets the same updates pass', () => {
    assert.deepEqual(policy.get('matchConditions').value, webhook.get('matchConditions').value);
  });

  test('makes no exception: it is never away, so that nothing waits for it', () => {
    assert.deepEqual(valueAt(policy, 'matchConstraints.namespaceSelector'), {});
    assert.deepEqual(valueAt(policy, 'matchConstraints.objectSelector'), {});
    assert.deepEqual(binding.value, { policyName: 'fargate-profiles', validationActions: ['Deny'] });
  });

  test('begins with the limits of an account that AWS has not raised', () => {
    assert.deepEqual([...variables].slice(0, 2), [
      ['maxSelectors', String(DEFAULT_LIMITS.maxSelectors)],
      ['maxLabels', String(DEFAULT_LIMITS.maxLabels)],
    ]);
  });

  for (const [code, { fix }] of errors) {
    test(`${code} has a variable of its name, with the fix that the webhook gives`, () => {
      const text = (variables.get(camelCase(code)) ?? '').replaceAll(/['"] \+\s+['"]/g, '');
      assert.ok(text.includes(`; ${fix} [${code}]`), text);
    });
  }

  test('reports the errors of every rule, and nothing else', () => {
    const reported = [...(variables.get('errors') ?? '').matchAll(/variables\.(\w+)/g)].map(([, name]) => name);
    assert.deepEqual(reported.toSorted(), errors.map(([code]) => camelCase(code)).toSorted());
  });

  test('carries the label that everything carries, and needs nothing of the base', () => {
    const kustomization = readKustomization('overlays/validating-admission-policy');
    assert.deepEqual(kustomization.get('labels').value, [{ pairs: { 'app.kubernetes.io/name': 'fargate-admission' } }]);
    assert.deepEqual(kustomization.get('resources').value, ['policy.yaml', 'binding.yaml']);
  });
});

/** CEL has no names with hyphens. */
function camelCase(code: string): string {
  return code.replaceAll(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
