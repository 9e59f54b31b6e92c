import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DocumentError } from '../../src/documents/document-error.ts';
import { Field } from '../../src/documents/field.ts';
import { PROFILE_RESOURCES, parseProfileResource } from '../../src/documents/profiles/profile-resource.ts';
import { FieldPath } from '../../src/fargate/field-path.ts';

describe('profile resource', () => {
  test('any other object is none', () => {
    assert.equal(parseProfileResource(new Field({ apiVersion: 'apps/v1', kind: 'Deployment' })), undefined);
    assert.equal(parseProfileResource(new Field({ apiVersion: 'example.com/v1', kind: 'FargateProfile' })), undefined);
  });

  test('ACK: name, selectors, cluster and role stand in the spec', () => {
    const resource = parseProfileResource(
      ack({
        name: 'web',
        clusterName: 'demo',
        podExecutionRoleRef: { from: { name: 'r' } },
        selectors: [{ namespace: 'a' }],
      }),
    );
    assert.deepEqual(resource?.spec.name, { field: FieldPath.of('spec', 'name'), source: 'given', value: 'web' });
    assert.equal(resource?.clusterName, 'demo');
    assert.deepEqual(resource?.spec.role, {
      field: FieldPath.of('spec', 'podExecutionRoleARN'),
      state: 'given',
      texts: [],
    });
  });

  test('a cluster that is only referred to is not known', () => {
    assert.equal(parseProfileResource(ack({ clusterRef: { from: { name: 'demo' } } }))?.clusterName, undefined);
  });

  test('Crossplane: the external name wins over the name of the object', () => {
    const metadata = { name: 'web', annotations: { 'crossplane.io/external-name': 'prod-web' } };
    assert.deepEqual(parseProfileResource(upbound({}, metadata))?.spec.name, {
      field: FieldPath.of('metadata', 'annotations', { key: 'crossplane.io/external-name' }),
      source: 'given',
      value: 'prod-web',
    });
    assert.equal(parseProfileResource(upbound({}, { name: 'web' }))?.spec.name.value, 'web');
  });

  test('a name that is not made yet is generated', () => {
    assert.equal(parseProfileResource(upbound({}, { generateName: 'web-' }))?.spec.name.source, 'generated');
    assert.equal(parseProfileResource(capa({}))?.spec.name.source, 'generated');
  });

  test('Crossplane: without Create among the management policies the profile is never created', () => {
    const creation = (managementPolicies: unknown) =>
      parseProfileResource(upbound({ managementPolicies }))?.spec.creation;
    assert.deepEqual([undefined, ['*'], ['Create']].map(creation), ['expected', 'expected', 'expected']);
    assert.deepEqual([['Observe', 'Update'], ['Observe'], ['Observe', 'Delete'], []].map(creation), [
      'never',
      'never',
      'never',
      'never',
    ]);
  });

  test('Crossplane: a profile that has an external name may be imported', () => {
    const creation = (name: string) =>
      parseProfileResource(upbound({}, { annotations: { 'crossplane.io/external-name': name } }))?.spec.creation;
    assert.deepEqual(['web', ''].map(creation), ['possible', 'expected']);
  });

  const ackAnnotations: readonly (readonly [annotations: Record<string, string>, creation: string])[] = [
    [{ 'services.k8s.aws/adoption-policy': 'adopt' }, 'never'],
    [{ 'services.k8s.aws/adoption-policy': 'adopt-or-create' }, 'possible'],
    [{ 'services.k8s.aws/adoption-policy': 'Adopt' }, 'expected'],
    [{ 'services.k8s.aws/adoption-fields': '{"name": "web"}' }, 'expected'],
    [{ 'services.k8s.aws/deletion-policy': 'retain' }, 'expected'],
    [{ 'services.k8s.aws/adopted': 'true' }, 'never'],
    [{ 'services.k8s.aws/adopted': 'false' }, 'expected'],
    [{ 'services.k8s.aws/read-only': 'True' }, 'never'],
    [{ 'services.k8s.aws/read-only': 'true', 'services.k8s.aws/adoption-policy': 'adopt-or-create' }, 'never'],
    [{ 'crossplane.io/external-name': 'web' }, 'expected'],
  ];
  for (const [annotations, creation] of ackAnnotations) {
    test(`ACK: with ${JSON.stringify(annotations)} creation is ${creation}`, () => {
      assert.equal(parseProfileResource(ack({ name: 'web' }, undefined, { annotations }))?.spec.creation, creation);
    });
  }

  test('Cluster API: what something else manages need not be created', () => {
    const annotations = { 'cluster.x-k8s.io/managed-by': '' };
    assert.equal(parseProfileResource(capa({}, { annotations }))?.spec.creation, 'possible');
    assert.equal(parseProfileResource(capa({}))?.spec.creation, 'expected');
  });

  test('the ARN, name or path of the role is read', () => {
    const texts = (document: Field) => parseProfileResource(document)?.spec.role.texts;
    assert.deepEqual(texts(ack({ podExecutionRoleARN: 'arn' })), [
      { field: FieldPath.of('spec', 'podExecutionRoleARN'), value: 'arn' },
    ]);
    assert.deepEqual(texts(upbound({ initProvider: { podExecutionRoleArn: 'arn' } })), [
      { field: FieldPath.of('spec', 'initProvider', 'podExecutionRoleArn'), value: 'arn' },
    ]);
    assert.deepEqual(texts(capa({ roleName: 'pods', rolePath: '/team/' })), [
      { field: FieldPath.of('spec', 'roleName'), value: 'pods' },
      { field: FieldPath.of('spec', 'rolePath'), value: '/team/' },
    ]);
  });

  test('labels of a selector keep prototype names', () => {
    const labels = JSON.parse('{"__proto__":"a","constructor":"b"}');
    const resource = parseProfileResource(ack({ selectors: [{ namespace: 'a', labels }] }));
    assert.deepEqual(
      [...(resource?.spec.selectorLists[0].selectors[0]?.labels ?? [])],
      [
        ['__proto__', 'a'],
        ['constructor', 'b'],
      ],
    );
  });
});

describe('the profile that a resource makes', () => {
  test('is ACTIVE where no status is given', () => {
    assert.equal(profileIn(ack({ name: 'web', selectors: [{ namespace: 'a' }] }))?.status, 'ACTIVE');
  });

  const statuses: readonly (readonly [status: object, expected: string])[] = [
    [{ status: 'CREATING' }, 'CREATING'],
    [{ atProvider: { status: 'DELETING' } }, 'DELETING'],
    [{ ready: true }, 'ACTIVE'],
    [{ ready: false }, 'CREATING'],
    [{ ready: false, failureReason: 'CreateError' }, 'CREATE_FAILED'],
  ];
  for (const [status, expected] of statuses) {
    test(`is ${expected} where the status is ${JSON.stringify(status)}`, () => {
      assert.equal(profileIn(ack({ name: 'web', selectors: [{ namespace: 'a' }] }, status))?.status, expected);
    });
  }

  test('takes its selectors from initProvider where forProvider has none', () => {
    const document = upbound({ forProvider: {}, initProvider: { selector: [{ namespace: 'b' }] } });
    assert.deepEqual(profileIn(document)?.selectors, [{ namespace: 'b', labels: new Map() }]);
  });

  test('is none where the resource only looks at a profile that it says nothing about', () => {
    assert.equal(profileIn(upbound({ managementPolicies: ['Observe'], forProvider: {} })), undefined);
  });

  test('Cluster API: is named after namespace and object where the spec names none', () => {
    assert.equal(profileIn(capa({ selectors: [{ namespace: 'a' }] }))?.name, 'team_web_v1');
  });

  const broken: readonly (readonly [document: Field, message: string])[] = [
    [ack({ name: 'web', selectors: [] }), 'spec.selectors: expected at least one selector'],
    [ack({ name: 'web', selectors: [{}] }), 'spec.selectors[0].namespace: is missing'],
    [ack({ selectors: [{ namespace: 'a' }] }), 'spec.name: is missing'],
    [
      capa({ selectors: [{ namespace: 'a' }] }, { namespace: 'n'.repeat(63), name: 'm'.repeat(63) }),
      'spec.profileName: is missing, and the name that Cluster API would make up cannot be known',
    ],
  ];
  for (const [document, message] of broken) {
    test(`is refused: ${message}`, () => {
      assert.throws(
        () => profileIn(document),
        (error) => error instanceof DocumentError && error.message === message,
      );
    });
  }
});

function profileIn(document: Field) {
  return PROFILE_RESOURCES.read(document)[0]?.load();
}

function ack(spec: object, status?: object, metadata: object = { name: 'x' }): Field {
  return new Field({
    apiVersion: 'eks.services.k8s.aws/v1alpha1',
    kind: 'FargateProfile',
    metadata,
    spec,
    status,
  });
}

function upbound(spec: object, metadata: object = { name: 'web' }): Field {
  return new Field({ apiVersion: 'eks.aws.upbound.io/v1beta1', kind: 'FargateProfile', metadata, spec });
}

function capa(spec: object, metadata: object = { namespace: 'team', name: 'web.v1' }): Field {
  return new Field({
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'AWSFargateProfile',
    metadata,
    spec,
  });
}
