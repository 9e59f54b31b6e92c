import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PROFILE_KINDS, type ProfileKind } from '../../../src/documents/profiles/profile-kinds.ts';
import { DEFAULT_LIMITS } from '../../../src/fargate/profile-rules.ts';
import type { HandlerResult } from '../../../src/webhook/admission/handler.ts';
import { BadReviewError } from '../../../src/webhook/admission/review.ts';
import { createProfileValidator } from '../../../src/webhook/admission/validate-profile.ts';
import type { WarningChoice } from '../../../src/webhook/admission/warning.ts';
import { readFixture, readFixtures } from '../../support/fixtures.ts';
import { profileSet } from '../../support/profiles.ts';
import { profilesOf, type ReviewParts, request, UID } from '../../support/reviews.ts';
import { ALL_SHOWN } from '../../support/workload-reviews.ts';

const ACK = kindOf('eks.services.k8s.aws');
const UPBOUND = kindOf('eks.aws.upbound.io');
const CAPA = kindOf('infrastructure.cluster.x-k8s.io');

describe('/validate/profiles', () => {
  for (const kind of PROFILE_KINDS) {
    const type = `${kind.kind}.${kind.group}`;

    describe(type, () => {
      test('a good profile is allowed', () => {
        assert.deepEqual(validate({ object: resource(kind, [{ namespace: 'web' }]) }).response, {
          uid: UID,
          allowed: true,
        });
      });

      test('a selector without a namespace is denied, with the path of the field', () => {
        const { response } = validate({
          object: resource(kind, [{ namespace: 'web' }, { labels: { tier: 'front' } }]),
        });
        assert.equal(response.status?.details?.causes[0]?.field, `${selectorsPath(kind)}[1].namespace`);
      });

      test('an update that changes nothing that the rules read passes, though the object is broken', () => {
        const broken = resource(kind, [{ namespace: 'BAD' }]);
        const labelled = { ...broken, metadata: { ...broken.metadata, labels: { a: 'b' }, finalizers: [] } };
        assert.deepEqual(validate({ operation: 'UPDATE', object: labelled, oldObject: broken }).response, {
          uid: UID,
          allowed: true,
        });
      });

      test('an update of an object being deleted passes, whatever it changes', () => {
        const broken = resource(kind, [{ namespace: 'BAD' }]);
        const deleting = { ...broken, metadata: { ...broken.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
        const oldObject = resource(kind, [{ namespace: 'good' }]);
        assert.equal(validate({ operation: 'UPDATE', object: deleting, oldObject }).response.allowed, true);
      });

      test('an update to a broken selector is denied', () => {
        const verdict = validate({
          operation: 'UPDATE',
          object: resource(kind, [{ namespace: 'BAD' }]),
          oldObject: resource(kind, [{ namespace: 'good' }]),
        });
        assert.deepEqual([verdict.response.allowed, verdict.findings[0]], [false, 'selector-namespace-impossible']);
      });
    });
  }

  test("a denial is a Status as Kubernetes' own validation gives it", () => {
    const [document] = readFixture('profile-rules/selector-namespace-required.yaml').documents;
    const { response } = validate({ object: document?.value, name: 'web' });
    const text =
      'Required value: Fargate Profile must have at least one selector with at least one namespace value; set the namespace; wildcards are allowed [selector-namespace-required]';
    assert.deepEqual(response, {
      uid: UID,
      allowed: false,
      status: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `FargateProfile "web" is invalid: spec.forProvider.selector[1].namespace: ${text}`,
        reason: 'Invalid',
        code: 422,
        details: {
          name: 'web',
          group: 'eks.aws.upbound.io',
          kind: 'FargateProfile',
          causes: [{ reason: 'FieldValueRequired', message: text, field: 'spec.forProvider.selector[1].namespace' }],
        },
      },
    });
  });

  test('the message repeats every cause, each with its code in brackets', () => {
    const { response } = validate({ object: resource(ACK, [{ namespace: 'BAD' }, {}]) });
    const causes = response.status?.details?.causes ?? [];
    assert.deepEqual(
      causes.map(({ message }) => message.slice(message.lastIndexOf('['))),
      ['[selector-namespace-impossible]', '[selector-namespace-required]'],
    );
    for (const { field, message } of causes) assert.ok(response.status?.message.includes(`${field}: ${message}`));
  });

  test('a value is quoted, so that it cannot break the line', () => {
    const { response } = validate({ object: resource(ACK, [{ namespace: 'a\nb"' }]) });
    assert.match(response.status?.message ?? '', /Invalid value: "a\\nb\\"":/);
  });

  test('forProvider wins over initProvider, and errors of both are reported', () => {
    const object = {
      ...resource(UPBOUND, [{ namespace: 'BAD' }]),
      spec: {
        forProvider: { podExecutionRoleArn: 'arn', selector: [{ namespace: 'BAD' }] },
        initProvider: { selector: [{ namespace: 'WORSE' }] },
      },
    };
    const fields = validate({ object }).response.status?.details?.causes.map(({ field }) => field);
    assert.deepEqual(fields, ['spec.forProvider.selector[0].namespace', 'spec.initProvider.selector[0].namespace']);
  });

  test('an observe-only resource may have no selectors and no role', () => {
    const object = { ...resource(UPBOUND, []), spec: { managementPolicies: ['Observe'], forProvider: {} } };
    assert.equal(validate({ object }).response.allowed, true);
  });

  for (const { name, documents } of readFixtures('adoption').filter((each) => each.name !== 'ack-adopted-resource')) {
    test(`a profile that is adopted or observed passes: ${name}`, () => {
      assert.equal(validate({ object: documents[0]?.value }).response.allowed, true);
    });
  }

  test('a controller that fills in what it has adopted gets no warning', () => {
    const annotations = { 'services.k8s.aws/adoption-policy': 'adopt' };
    const oldObject = { ...resource(ACK, []), metadata: { name: 'web', annotations } };
    const object = { ...resource(ACK, [{ namespace: 'web' }]), metadata: { name: 'web', annotations } };
    assert.deepEqual(validate({ operation: 'UPDATE', object, oldObject }).response, { uid: UID, allowed: true });
  });

  test('a profile that is adopted no longer is checked, though nothing else changes', () => {
    const object = resource(ACK, []);
    const annotations = { 'services.k8s.aws/adoption-policy': 'adopt' };
    const oldObject = { ...object, metadata: { name: 'web', annotations } };
    assert.deepEqual(validate({ operation: 'UPDATE', object, oldObject }).findings, ['selectors-required']);
  });

  test('a controller that fills in the role of a broken profile is not blocked', () => {
    const before = resource(ACK, [{ namespace: 'BAD' }]);
    const object = { ...before, spec: { ...before.spec, podExecutionRoleARN: 'arn:aws:iam::111122223333:role/other' } };
    assert.equal(validate({ operation: 'UPDATE', object, oldObject: before }).response.allowed, true);
  });

  test('a change of selectors gets a warning: EKS cannot change a profile', () => {
    const [oldObject, object] = readFixture('profile-rules/selectors-changed.yaml').documents;
    const { response } = validate({ operation: 'UPDATE', object: object?.value, oldObject: oldObject?.value });
    assert.deepEqual(response, {
      uid: UID,
      allowed: true,
      warnings: [
        'FargateProfile web: spec.selectors: EKS cannot change the selectors of a profile that exists; delete the profile and create it again, under a new name if its pods must keep running [selectors-changed]',
      ],
    });
  });

  test('what is wrong between profiles is reported where the resource is for our cluster', () => {
    const object = resource(ACK, [{ namespace: 'shop' }], 'ours');
    assert.match(
      validate({ object }).response.warnings?.[0] ?? '',
      /profile a-shop matches all pods of this selector.*\[selector-covered\]$/,
    );
  });

  test('and not where it is for another, or the cluster is not known', () => {
    assert.equal(validate({ object: resource(ACK, [{ namespace: 'shop' }], 'theirs') }).response.warnings, undefined);
    assert.equal(validate({ object: resource(CAPA, [{ namespace: 'shop' }], 'ours') }).response.warnings, undefined);
  });

  test('a resource from generateName is denied under that name', () => {
    const object = { ...resource(ACK, [{}]), metadata: { generateName: 'web-' } };
    assert.equal(validate({ object, name: '' }).response.status?.details?.name, 'web-');
  });

  test('an update of a subresource passes', () => {
    const object = resource(ACK, [{ namespace: 'BAD' }]);
    assert.equal(
      validate({ operation: 'UPDATE', subResource: 'status', object, oldObject: {} }).response.allowed,
      true,
    );
  });

  describe('asks for a refresh of everything', () => {
    const good = resource(ACK, [{ namespace: 'web' }]);
    const cases: readonly (readonly [what: string, parts: ReviewParts, refreshes: number])[] = [
      ['a profile is created', { object: good }, 1],
      [
        'a profile is changed',
        { operation: 'UPDATE', object: resource(ACK, [{ namespace: 'x' }]), oldObject: good },
        1,
      ],
      ['a profile is deleted', { operation: 'DELETE', oldObject: good }, 1],
      ['not when nothing changes', { operation: 'UPDATE', object: good, oldObject: good }, 0],
      ['not on a dry run', { object: good, dryRun: true }, 0],
      ['not when the profile is denied', { object: resource(ACK, []) }, 0],
    ];
    for (const [what, parts, refreshes] of cases) {
      test(what, () => {
        const profiles = profilesOf(profileSet());
        validate(parts, profiles);
        assert.deepEqual(profiles.refreshes, Array(refreshes).fill({ describeAll: true }));
      });
    }
  });

  test('any other kind is a bad review', () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } };
    const kind = { group: '', version: 'v1', kind: 'ConfigMap' };
    assert.throws(() => validate({ object, kind }), BadReviewError);
  });

  test('a request without an object is a bad review', () => {
    assert.throws(() => validate({}), BadReviewError);
  });
});

function kindOf(group: string): ProfileKind {
  const kind = PROFILE_KINDS.find((known) => known.group === group);
  assert.ok(kind !== undefined);
  return kind;
}

function resource(kind: ProfileKind, selectors: readonly object[], clusterName?: string) {
  const [role = 'roleName'] = kind.role;
  const inner = { [kind.selectors]: selectors, [role]: 'arn', clusterName };
  const [place] = kind.places;
  return {
    apiVersion: `${kind.group}/v1`,
    kind: kind.kind,
    metadata: { name: 'web' },
    spec: { name: 'web', ...(place?.length === 2 ? { forProvider: inner } : inner) },
  };
}

function selectorsPath({ places, selectors }: ProfileKind): string {
  return [...(places[0] ?? []), selectors].join('.');
}

function validate(
  parts: ReviewParts,
  profiles = profilesOf(profileSet({ name: 'a-shop', selectors: [{ namespace: 'shop*' }] })),
  choice: Partial<WarningChoice> = {},
): HandlerResult {
  const { kind, apiVersion } = Object(
    parts.object ?? parts.oldObject ?? { apiVersion: 'eks.services.k8s.aws/v1', kind: 'FargateProfile' },
  );
  const [group = '', version = 'v1'] = String(apiVersion).split('/');
  const handler = createProfileValidator({
    profiles,
    limits: DEFAULT_LIMITS,
    clusterName: 'ours',
    choice: { ...ALL_SHOWN, ...choice },
  });
  return handler(request({ kind: { group, version, kind }, ...parts }));
}
