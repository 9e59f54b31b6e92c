import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { Field } from '../../src/documents/field.ts';
import { placesOf } from '../../src/documents/partial-workload.ts';
import { REVIEWED_KINDS } from '../../src/documents/workloads/kubernetes-kinds.ts';
import { OPERATOR_KINDS } from '../../src/documents/workloads/workload-kinds.ts';
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

describe('the webhook that warns about kinds of operators', () => {
  const operators = webhookNamed(
    readBaseObject('ValidatingWebhookConfiguration'),
    'operator-workloads.fargate-admission.svc',
  );
  /** What controllers alone write: their pods are those of another object. */
  const MADE_BY_CONTROLLERS = ['RunnerReplicaSet', 'Runner', 'EphemeralRunnerSet', 'EphemeralRunner'];
  /** Of Kubernetes, without a controller; and of OpenShift, which is not EKS. */
  const NOT_REVIEWED = ['PodTemplate', 'DeploymentConfig'];
  const rows = OPERATOR_KINDS.filter(
    ({ kind, pods }) => pods.kind !== 'unknown' && ![...MADE_BY_CONTROLLERS, ...NOT_REVIEWED].includes(kind),
  );

  test('never blocks one', () => {
    assert.equal(operators.get('failurePolicy').value, 'Ignore');
    assert.equal(operators.get('timeoutSeconds').value, 2);
  });

  test('is called for every namespaced kind of the table that a person writes', () => {
    const groups = rows.map(({ apiVersions: [first] }) => first.split('/')[0]);
    const inRules = operators
      .get('rules')
      .list()
      .flatMap((rule) => strings(rule.get('apiGroups')));
    assert.deepEqual([...new Set(inRules)].toSorted(), [...new Set(groups)].toSorted());
    assert.deepEqual(
      resourcesOf(operators).toSorted(),
      [...new Set(rows.map(({ kind }) => pluralOf(kind)))].toSorted(),
    );
  });

  test('is called again where a field changes that a template comes from', () => {
    const expression = String(operators.get('matchConditions').list().at(-1)?.get('expression').value);
    const fields = rows.flatMap((row) => placesOf(row).map((place) => place.split(/[.[]/)));
    for (const [root, field] of fields) {
      if (field !== undefined) assert.ok(expression.includes(`'${field}'`), `${root}.${field}`);
    }
  });
});

function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  return /(?:x|ss)$/.test(name) ? `${name}es` : `${name}s`;
}

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
