import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { parseProfileDocument } from '../../src/documents/profiles/registry.ts';

const PROFILE = { fargateProfileName: 'web', selectors: [{ namespace: 'shop' }] };
const CLUSTER = { apiVersion: 'eksctl.io/v1alpha5', kind: 'ClusterConfig', metadata: { name: 'demo' } };
const RESOURCE = {
  apiVersion: 'eks.services.k8s.aws/v1alpha1',
  kind: 'FargateProfile',
  spec: { name: 'api', clusterName: 'demo', selectors: [{ namespace: 'shop' }] },
};
const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

describe('JSON of the AWS CLI', () => {
  test('may be what describe-fargate-profile prints', () => {
    const issues = [{ code: 'AccessDenied', message: 'no', resourceIds: [] }];
    const fargateProfile = { ...PROFILE, clusterName: 'demo', status: 'DELETING', health: { issues } };

    assert.deepEqual(parse({ fargateProfile }), [
      {
        name: 'web',
        clusterName: 'demo',
        status: 'DELETING',
        selectors: [{ namespace: 'shop', labels: new Map() }],
        healthIssues: [{ code: 'AccessDenied', message: 'no' }],
      },
    ]);
  });

  for (const [what, createdAt, createdAtMs] of [
    ['text', '2026-11-26T12:00:00.5+00:00', Date.UTC(2026, 10, 26, 12, 0, 0, 500)],
    ['seconds', 1_700_000_000.5, 1_700_000_000_500],
    ['something else', 'yesterday', undefined],
  ] as const) {
    test(`may say when it was made, as ${what}`, () => {
      const selectors = [{ namespace: 'shop' }];
      assert.equal(parse({ fargateProfile: { ...PROFILE, selectors, createdAt } })?.[0]?.createdAtMs, createdAtMs);
    });
  }

  test('may be the input of create-fargate-profile, whose profile counts as ACTIVE', () => {
    const selectors = [{ namespace: 'shop', labels: { tier: 'front', constructor: 'x' } }];

    assert.deepEqual(parse({ ...PROFILE, selectors }), [
      {
        name: 'web',
        clusterName: undefined,
        status: 'ACTIVE',
        selectors: [
          {
            namespace: 'shop',
            labels: new Map([
              ['tier', 'front'],
              ['constructor', 'x'],
            ]),
          },
        ],
        healthIssues: [],
      },
    ]);
  });

  for (const [what, document, message] of [
    ['a name', { fargateProfile: { selectors: [] } }, 'fargateProfile.fargateProfileName: is missing'],
    ['a name of any length', { ...PROFILE, fargateProfileName: '' }, 'fargateProfileName: is missing'],
    ['selectors', { fargateProfileName: 'web' }, 'selectors: expected at least one selector'],
    ['a namespace', { ...PROFILE, selectors: [{ labels: {} }] }, 'selectors[0].namespace: is missing'],
    [
      'a status of EKS',
      { ...PROFILE, status: 'Active' },
      'status: expected one of CREATING, ACTIVE, DELETING, CREATE_FAILED, DELETE_FAILED, got "Active"',
    ],
    [
      'labels that are strings',
      { ...PROFILE, selectors: [{ namespace: 'a', labels: { v: 1 } }] },
      'selectors[0].labels[v]: expected a string, got a number',
    ],
  ] as const) {
    test(`needs ${what}`, () => {
      assert.throws(() => parse(document), { message });
    });
  }
});

test('the names of list-fargate-profiles are not enough', () => {
  assert.throws(() => parse({ fargateProfileNames: ['web'] }), {
    message:
      /^fargateProfileNames: holds the names .* give the output of aws eks describe-fargate-profile for each of them$/,
  });
});

test('the output of eksctl get fargateprofile is a list of profiles', () => {
  const listed = { name: 'web', podExecutionRoleARN: 'arn:aws:iam::111122223333:role/pods', status: 'CREATING' };
  const [profile] = parse([{ ...listed, selectors: [{ namespace: 'shop' }] }]) ?? [];
  assert.deepEqual([profile?.name, profile?.status, profile?.selectors[0]?.namespace], ['web', 'CREATING', 'shop']);
});

test('an AWSFargateProfile of v1alpha4 is read too', () => {
  const metadata = { name: 'web', namespace: 'team' };
  const spec = { clusterName: 'demo', selectors: [{ namespace: 'shop' }] };
  const apiVersion = 'infrastructure.cluster.x-k8s.io/v1alpha4';
  assert.deepEqual(names({ apiVersion, kind: 'AWSFargateProfile', metadata, spec }), ['team_web']);
});

describe('an eksctl ClusterConfig', () => {
  test('carries any number of profiles for its cluster', () => {
    const fargateProfiles = [
      { name: 'web', selectors: [{ namespace: 'shop', labels: { tier: 'front' } }] },
      { name: 'batch', selectors: [{ namespace: 'batch' }], status: 'CREATING' },
    ];

    assert.deepEqual(parse({ ...CLUSTER, fargateProfiles }), [
      {
        name: 'web',
        clusterName: 'demo',
        status: 'ACTIVE',
        selectors: [{ namespace: 'shop', labels: new Map([['tier', 'front']]) }],
        healthIssues: [],
      },
      {
        name: 'batch',
        clusterName: 'demo',
        status: 'CREATING',
        selectors: [{ namespace: 'batch', labels: new Map() }],
        healthIssues: [],
      },
    ]);
  });

  test('may say that there are none', () => {
    assert.deepEqual(parse({ ...CLUSTER, fargateProfiles: [] }), []);
  });

  test('that does not speak of profiles is broken, for it may have been cut off', () => {
    const message = 'fargateProfiles: is missing; a cluster without profiles says []';

    assert.throws(() => parse(CLUSTER), { name: 'DocumentError', message });
    assert.throws(() => parse({ ...CLUSTER, fargateProfiles: null }), { name: 'DocumentError', message });
  });

  test('names the profile in which something is missing', () => {
    const fargateProfiles = [{ name: 'web', selectors: [{ namespace: 'a' }] }, { name: 'batch' }];

    assert.throws(() => parse({ ...CLUSTER, fargateProfiles }), {
      message: 'fargateProfiles[1].selectors: expected at least one selector',
    });
  });
});

describe('a list', () => {
  test('may be a Kubernetes list, in which objects of other kinds are ignored', () => {
    assert.deepEqual(names({ apiVersion: 'v1', kind: 'List', items: [NAMESPACE, RESOURCE] }), ['api']);
  });

  test('may be a list of one kind', () => {
    const list = { apiVersion: 'eks.services.k8s.aws/v1alpha1', kind: 'FargateProfileList', items: [RESOURCE] };

    assert.deepEqual(names(list), ['api']);
  });

  test('may be a plain one', () => {
    assert.deepEqual(names([{ fargateProfile: PROFILE }, RESOURCE]), ['web', 'api']);
  });

  test('may be empty, and means that there are no profiles', () => {
    assert.deepEqual(parse([]), []);
    assert.deepEqual(parse({ apiVersion: 'v1', kind: 'List', items: [] }), []);
  });

  test('of Kubernetes objects of other kinds holds no profile', () => {
    assert.equal(parse([NAMESPACE]), undefined);
  });

  test('without items is broken', () => {
    assert.throws(() => parse({ apiVersion: 'v1', kind: 'List' }), {
      message: 'items: is missing; an empty list says []',
    });
  });

  test('names the element that is broken', () => {
    const broken = { ...RESOURCE, spec: { name: 'api', selectors: [{ namespace: 7 }] } };

    assert.throws(() => parse({ apiVersion: 'v1', kind: 'List', items: [RESOURCE, broken] }), {
      message: 'items[1].spec.selectors[0].namespace: expected a string, got a number',
    });
    assert.throws(() => parse([PROFILE, null]), { message: '[1]: neither a Fargate profile nor a Kubernetes object' });
  });
});

describe('any other document', () => {
  test('is broken when it calls itself a Fargate profile', () => {
    const invented = { apiVersion: 'eks.amazonaws.com/v1', kind: 'FargateProfile', metadata: { name: 'a' } };

    assert.throws(() => parse(invented), {
      message: /^FargateProfile of "eks\.amazonaws\.com\/v1" does not exist/,
    });
    assert.throws(() => parse([RESOURCE, invented]), { message: /^\[1\]: FargateProfile of / });
  });

  test('is ignored when it is a Kubernetes object', () => {
    assert.equal(parse(NAMESPACE), undefined);
  });

  test('is broken when it is none', () => {
    assert.throws(() => parse({ apiVersion: 'v1' }), { message: 'neither a Fargate profile nor a Kubernetes object' });
    assert.throws(() => parse('text'), { message: 'the document: expected an object, got a string' });
  });
});

function parse(document: unknown): ReturnType<typeof parseProfileDocument> {
  return parseProfileDocument(new Field(document));
}

function names(document: unknown): readonly string[] | undefined {
  return parse(document)?.map(({ name }) => name);
}
