import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { Field } from '../../src/documents/field.ts';
import { REVIEWED_KINDS } from '../../src/documents/workloads/kubernetes-kinds.ts';
import { readBaseObject, readKustomization, readManifest, strings, valueAt } from '../support/manifests.ts';

const warning = webhookNamed(readBaseObject('ValidatingWebhookConfiguration'), 'workloads.fargate-admission.svc');
const enforcing = webhookNamed(
  readManifest('components/enforce/validating-webhook.yaml'),
  'enforce.fargate-admission.svc',
);

describe('the webhook that warns about workloads', () => {
  test('never blocks one', () => {
    assert.equal(warning.get('failurePolicy').value, 'Ignore');
    assert.equal(warning.get('timeoutSeconds').value, 2);
    assert.equal(warning.get('matchPolicy').value, 'Equivalent');
  });

  test('is called for every kind that the parser knows', () => {
    const resources = REVIEWED_KINDS.map(({ kind }) => `${kind.toLowerCase()}s`);
    assert.deepEqual(resourcesOf(warning).toSorted(), [...resources, 'pods/ephemeralcontainers'].toSorted());
  });

  test('is not called for what a controller makes', () => {
    const [condition] = warning.get('matchConditions').list();
    assert.match(String(condition?.get('expression').value), /ownerReferences.*controller/s);
  });
});

describe('the webhook that enforces', () => {
  test('has the rules of the one that warns, on a path of its own', () => {
    assert.deepEqual(enforcing.get('rules').value, warning.get('rules').value);
    assert.equal(valueAt(enforcing, 'clientConfig.service.path'), '/enforce/workloads');
  });

  test('applies to namespaces that are labelled for it, and never to kube-system or its own', () => {
    assert.deepEqual(valueAt(enforcing, 'namespaceSelector.matchExpressions'), [
      { key: 'fargate-admission/enforce', operator: 'In', values: ['true'] },
      { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'fargate-admission'] },
    ]);
  });

  test('has no condition on owners, which are the user’s to write', () => {
    assert.doesNotMatch(JSON.stringify(enforcing.get('matchConditions').value), /owner/i);
  });

  test('lets workloads pass while the webhook is away, unless the variant is installed', () => {
    assert.equal(enforcing.get('failurePolicy').value, 'Ignore');
    const kustomization = readKustomization('components/enforce-fail');
    assert.deepEqual(strings(kustomization.get('components')), ['../enforce']);
    assert.match(JSON.stringify(kustomization.get('patches').value), /failurePolicy\\n {2}value: Fail/);
  });

  test('is the only one that is called in those namespaces', () => {
    const [patch] = readKustomization('components/enforce').get('patches').list();
    const patched = webhookNamed(
      new Field(parse(patch?.get('patch').string() ?? '')),
      'workloads.fargate-admission.svc',
    );
    assert.deepEqual(valueAt(patched, 'namespaceSelector.matchExpressions'), [
      ...new Field(valueAt(warning, 'namespaceSelector.matchExpressions')).list().map(({ value }) => value),
      { key: 'fargate-admission/enforce', operator: 'NotIn', values: ['true'] },
    ]);
  });

  test('denies errors by default', () => {
    const [generator] = readKustomization('components/enforce').get('configMapGenerator').list();
    assert.deepEqual(generator?.get('literals').value, ['FARGATE_ADMISSION_DENY=errors']);
  });
});

function webhookNamed(configuration: Field, name: string): Field {
  const found = configuration
    .get('webhooks')
    .list()
    .find((webhook) => webhook.get('name').value === name);
  assert.ok(found !== undefined);
  return found;
}

function resourcesOf(webhook: Field): readonly string[] {
  return webhook
    .get('rules')
    .list()
    .flatMap((rule) => strings(rule.get('resources')));
}
