import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Field } from '../../src/documents/field.ts';
import { CREATION_ANNOTATIONS } from '../../src/documents/profiles/profile-creation.ts';
import { PROFILE_KINDS } from '../../src/documents/profiles/profile-kinds.ts';
import { readBaseObject, readCrds, readManifest, strings, valueAt } from '../support/manifests.ts';

const mutating = readBaseObject('MutatingWebhookConfiguration');
const validating = readBaseObject('ValidatingWebhookConfiguration');
const [pods = mutating] = mutating.get('webhooks').list();
const [profiles = validating, deletions = validating] = validating.get('webhooks').list();
const everyWebhook = [...mutating.get('webhooks').list(), ...validating.get('webhooks').list()];

describe('every webhook', () => {
  test('is one of those that are expected', () => {
    assert.deepEqual(
      everyWebhook.map((webhook) => webhook.get('name').value),
      [
        'pods.fargate-admission.svc',
        'profiles.fargate-admission.svc',
        'deleted-profiles.fargate-admission.svc',
        'workloads.fargate-admission.svc',
        'operator-workloads.fargate-admission.svc',
      ],
    );
  });

  test('reads the subresource as a field that is absent where it is empty', () => {
    const [enforcing] = readManifest('components/enforce/validating-webhook.yaml').get('webhooks').list();
    const conditions = [...everyWebhook, enforcing].flatMap((webhook) => webhook?.get('matchConditions').list() ?? []);
    const expressions = conditions.map((condition) => condition.get('expression').string() ?? '');
    assert.ok(expressions.some((expression) => expression.includes('request.?subResource')));
    for (const expression of expressions)
      assert.doesNotMatch(expression, /request\.(?:subResource|requestSubResource)/);
  });

  test('leaves kube-system and its own namespace alone', () => {
    const exclusion = {
      matchExpressions: [
        { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'fargate-admission'] },
      ],
    };
    for (const webhook of everyWebhook) assert.deepEqual(webhook.get('namespaceSelector').value, exclusion);
  });

  test('has no side effects, and speaks AdmissionReview v1', () => {
    for (const webhook of everyWebhook) {
      assert.equal(webhook.get('sideEffects').value, 'None');
      assert.deepEqual(webhook.get('admissionReviewVersions').value, ['v1']);
    }
  });

  test('is called through the Service, on a path that the server answers', () => {
    const paths = everyWebhook.map((webhook) => {
      const { namespace, name, path } = serviceOf(webhook);
      assert.deepEqual({ namespace, name }, { namespace: 'fargate-admission', name: 'fargate-admission' });
      return path;
    });
    assert.deepEqual(paths, [
      '/mutate/pods',
      '/validate/profiles',
      '/validate/profiles',
      '/validate/workloads',
      '/validate/workloads',
    ]);
  });

  test('brings no caBundle: an overlay knows who signed the certificate', () => {
    for (const webhook of everyWebhook) assert.equal(valueAt(webhook, 'clientConfig.caBundle'), undefined);
  });

  test('has no rule that blocks the removal of a webhook', () => {
    const groups = everyWebhook.flatMap((webhook) => rulesOf(webhook).flatMap((rule) => rule.groups));
    assert.equal(groups.includes('admissionregistration.k8s.io') || groups.includes('*'), false);
  });
});

describe('the webhook for pods', () => {
  test("is called after EKS's own, in the order of names", () => {
    const eks = '0500-amazon-eks-fargate-mutation.amazonaws.com';
    assert.ok(String(valueAt(mutating, 'metadata.name')) > eks);
  });

  test('is called when a pod is created, and for nothing else', () => {
    const rule = {
      apiGroups: [''],
      apiVersions: ['v1'],
      resources: ['pods'],
      operations: ['CREATE'],
      scope: 'Namespaced',
    };
    assert.deepEqual(pods.get('rules').value, [rule]);
  });

  test('never blocks a pod', () => {
    assert.equal(pods.get('failurePolicy').value, 'Ignore');
    assert.equal(pods.get('timeoutSeconds').value, 2);
  });

  test('is called once more where a later webhook has changed the pod', () => {
    assert.equal(pods.get('reinvocationPolicy').value, 'IfNeeded');
  });
});

describe('the webhook for profiles', () => {
  test('lets no profile past it unread', () => {
    assert.equal(profiles.get('failurePolicy').value, 'Fail');
    assert.equal(profiles.get('timeoutSeconds').value, 5);
  });

  test('is called for every served version of the five kinds', () => {
    const served = readCrds(['ack', 'crossplane', 'upbound', 'upbound-namespaced', 'capa']).flatMap(servedVersions);
    const missing = served.filter((text) => !rulesOf(profiles).some(({ combinations }) => combinations.includes(text)));
    assert.equal(served.length, 6);
    assert.deepEqual(missing, []);
  });

  test('is called for the kinds that the program knows, on CREATE and UPDATE', () => {
    const groups = rulesOf(profiles).flatMap((rule) => rule.groups);
    assert.deepEqual(
      groups,
      PROFILE_KINDS.map(({ group }) => group),
    );
    for (const { operations } of rulesOf(profiles)) assert.deepEqual(operations, ['CREATE', 'UPDATE']);
  });

  test('leaves out a profile that carries the label', () => {
    const label = { key: 'fargate-admission/exempt', operator: 'NotIn', values: ['true'] };
    assert.deepEqual(profiles.get('objectSelector').value, { matchExpressions: [label] });
  });

  test('is not called for an object that is being deleted', () => {
    const [condition] = profiles.get('matchConditions').list();
    assert.equal(condition?.get('expression').value, '!has(object.metadata.deletionTimestamp)');
  });

  test('is called for an UPDATE only where a field that the rules read differs', () => {
    const [, condition] = profiles.get('matchConditions').list();
    const [operation, ...comparisons] = (condition?.get('expression').string() ?? '').split(' || ');
    assert.equal(operation, "request.operation != 'UPDATE'");
    const compared = comparisons.map(comparedField);
    assert.deepEqual(compared.toSorted(), fieldsThatRulesRead().toSorted());
  });
});

describe('the webhook for deleted profiles', () => {
  test('never blocks a deletion', () => {
    assert.equal(deletions.get('failurePolicy').value, 'Ignore');
    assert.equal(deletions.get('timeoutSeconds').value, 1);
  });

  test('is called for the same kinds, on DELETE', () => {
    const kinds = rulesOf(profiles).map(({ combinations }) => combinations);
    assert.deepEqual(
      rulesOf(deletions).map(({ combinations }) => combinations),
      kinds,
    );
    for (const { operations } of rulesOf(deletions)) assert.deepEqual(operations, ['DELETE']);
  });
});

interface Rule {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  /** `fargateprofiles.v1beta1.eks.aws.upbound.io` of each combination. */
  readonly combinations: readonly string[];
  readonly operations: readonly string[];
}

function rulesOf(webhook: Field): readonly Rule[] {
  return webhook
    .get('rules')
    .list()
    .map((rule) => {
      const groups = strings(rule.get('apiGroups'));
      const versions = strings(rule.get('apiVersions'));
      const resources = strings(rule.get('resources'));
      const combinations = groups.flatMap((group) =>
        versions.flatMap((version) => resources.map((resource) => `${resource}.${version}.${group}`)),
      );
      return { groups, resources, combinations, operations: strings(rule.get('operations')) };
    });
}

function serviceOf(webhook: Field) {
  const service = webhook.get('clientConfig').get('service');
  return {
    namespace: service.get('namespace').value,
    name: service.get('name').value,
    path: service.get('path').value,
  };
}

function servedVersions(crd: Field): readonly string[] {
  const spec = crd.get('spec');
  const versions = spec.get('versions').list();
  return versions
    .filter((version) => version.get('served').boolean())
    .map((version) => `${valueAt(spec, 'names.plural')}.${version.get('name').value}.${spec.get('group').value}`);
}

/** `spec.forProvider.tags` of a comparison that compares an object's field with the same field of the old object. */
function comparedField(comparison: string): string {
  const [left = '', right = ''] = comparison.split(' != ');
  assert.equal(right, left.replaceAll('object.', 'oldObject.'));
  return left.includes('crossplane.io/external-name') ? 'metadata' : left.replace('object.', '').replaceAll('?', '');
}

function fieldsThatRulesRead(): readonly string[] {
  const fields = PROFILE_KINDS.flatMap(({ places, selectors, tags, name, clusterIsEks }) => [
    ...places.flatMap((place) =>
      [selectors, tags, ...(clusterIsEks ? ['clusterName'] : [])].map((key) => [...place, key].join('.')),
    ),
    name === 'metadata' ? 'metadata' : `spec.${name}`,
  ]);
  const annotations = Object.values(CREATION_ANNOTATIONS).map((key) => `metadata.annotations['${key}']`);
  return [...new Set([...fields, 'spec.managementPolicies', ...annotations])];
}
