import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FieldPath } from '../../src/fargate/field-path.ts';
import type { Finding } from '../../src/fargate/finding.ts';
import type { ProfileStatus } from '../../src/fargate/profile.ts';
import { checkAgainstOthers, checkCreation } from '../../src/fargate/profile-conflicts.ts';
import { PROFILE_FINDINGS } from '../../src/fargate/profile-findings.ts';
import { checkProfile, checkRole, DEFAULT_LIMITS } from '../../src/fargate/profile-rules.ts';
import type { ProfileSpec, SelectorSpec } from '../../src/fargate/profile-spec.ts';
import { expectation, readFixtures } from '../support/fixtures.ts';
import { profileFixtureFindings } from '../support/profile-fixtures.ts';
import { profileSet } from '../support/profiles.ts';

describe('profile rules', () => {
  const fixtures = readFixtures('profile-rules');

  for (const fixture of fixtures) {
    test(`${fixture.name}: the fixture has exactly this finding, at this field`, () => {
      const document = fixture.documents.at(-1);
      assert.ok(document !== undefined);
      assert.deepEqual(
        profileFixtureFindings(fixture).map(({ code, field }) => `${code} at ${field}`),
        [expectation(document, 'expect')],
      );
    });
  }

  test('every code has a fixture of its name', () => {
    assert.deepEqual(fixtures.map(({ name }) => name).toSorted(), Object.keys(PROFILE_FINDINGS).toSorted());
  });

  test('the limits of an account that AWS raised are settings', () => {
    const labels = new Map(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, 'x']));
    const many = specOf(Array.from({ length: 6 }, (_, index) => ({ namespace: `n${index}`, labels })));
    assert.deepEqual(checkProfile(many, { ...DEFAULT_LIMITS, maxSelectors: 6, maxLabels: 6 }), []);
    assert.deepEqual(codesOf(checkProfile(many, { ...DEFAULT_LIMITS, maxLabels: 6 })), ['too-many-selectors']);
  });

  test('all errors are reported at once', () => {
    const spec = specOf([{ namespace: '' }, { namespace: 'UPPER', labels: new Map([['a/b/c', 'v v']]) }]);
    assert.deepEqual(codesOf(checkProfile(spec, DEFAULT_LIMITS)), [
      'selector-namespace-required',
      'selector-namespace-impossible',
      'label-key-impossible',
      'label-value-impossible',
    ]);
  });

  test('kube-system, default and wildcards are accepted', () => {
    const namespaces = ['kube-system', 'default', 'prod*', '*dev', 'frontend*?'];
    assert.deepEqual(checkProfile(specOf(namespaces.map((namespace) => ({ namespace }))), DEFAULT_LIMITS), []);
  });

  describe('a profile that is never created', () => {
    const spec: ProfileSpec = {
      ...specOf([]),
      creation: 'never',
      role: { field: FieldPath.of('r'), state: 'missing', texts: [] },
    };

    test('may have no selectors, no role and no name', () => {
      const unnamed: ProfileSpec = { ...spec, name: { field: FieldPath.of('n'), source: 'given', value: '' } };
      assert.deepEqual([...checkProfile(unnamed, DEFAULT_LIMITS), ...checkRole(unnamed)], []);
    });

    test('may have any selectors: those of EKS replace them', () => {
      const { selectorLists } = specOf([{ namespace: 'BAD' }]);
      assert.deepEqual(checkProfile({ ...spec, selectorLists }, DEFAULT_LIMITS), []);
    });
  });

  describe('a profile that may be adopted or created', () => {
    const spec: ProfileSpec = {
      ...specOf([]),
      creation: 'possible',
      role: { field: FieldPath.of('r'), state: 'missing', texts: [] },
    };

    test('gets a hint where it has no selectors, and may have no role and no name', () => {
      const unnamed: ProfileSpec = { ...spec, name: { field: FieldPath.of('n'), source: 'given', value: '' } };
      assert.deepEqual(codesOf([...checkProfile(unnamed, DEFAULT_LIMITS), ...checkRole(unnamed)]), ['adoption-only']);
    });

    test('is checked in what it gives', () => {
      const { selectorLists } = specOf([{ namespace: 'BAD' }]);
      assert.deepEqual(codesOf(checkProfile({ ...spec, selectorLists }, DEFAULT_LIMITS)), [
        'selector-namespace-impossible',
      ]);
    });
  });

  test('the name eks_web is accepted, and so is one of 100 characters with a warning', () => {
    const named = (value: string): ProfileSpec => ({
      ...specOf([{ namespace: 'a' }]),
      name: { field: FieldPath.of('n'), source: 'given', value },
    });
    assert.deepEqual(checkProfile(named('eks_web'), DEFAULT_LIMITS), []);
    assert.deepEqual(codesOf(checkProfile(named('w'.repeat(100)), DEFAULT_LIMITS)), ['profile-name-no-label-value']);
  });

  const roles: readonly (readonly [role: string, codes: readonly string[]])[] = [
    ['arn:aws:iam::111122223333:role/fargate-pods', []],
    ['arn:aws-us-gov:iam::111122223333:role/fargate-pods', []],
    ['arn:aws:iam::111122223333:role/platform/eks/fargate-pods', ['pod-execution-role-path']],
    ['arn:aws-cn:iam::111122223333:role/service-role/pods', ['pod-execution-role-path']],
    ['fargate-pods', []],
    ['platform/fargate-pods', ['pod-execution-role-path']],
    ['/', []],
    ['/platform/', ['pod-execution-role-path']],
  ];
  for (const [value, codes] of roles) {
    test(`the role ${value}: ${codes.join() || 'nothing'}`, () => {
      const role = { field: FieldPath.of('r'), state: 'given', texts: [{ field: FieldPath.of('r'), value }] } as const;
      assert.deepEqual(codesOf(checkRole({ ...specOf([{ namespace: 'a' }]), role })), codes);
      assert.deepEqual(checkRole({ ...specOf([]), creation: 'never', role }), []);
    });
  }

  describe('a new profile in a cluster of ten', () => {
    const ten = (status: ProfileStatus) =>
      profileSet(
        ...Array.from({ length: 10 }, (_, index) => ({
          name: `p${index}`,
          status,
          selectors: [{ namespace: `n${index}` }],
        })),
      );
    const named = (value: string): ProfileSpec => ({
      ...specOf([{ namespace: 'a' }]),
      name: { field: FieldPath.of('spec', 'name'), source: 'given', value },
    });

    test('is one too many', () => {
      assert.deepEqual(
        checkCreation(named('web'), ten('ACTIVE'), DEFAULT_LIMITS).map(({ field, message }) => [
          field.toString(),
          message,
        ]),
        [['spec.name', 'Fargate Profile limit exceeded for cluster: 11 profiles exceed the quota of 10']],
      );
    });

    test('counts those that failed, which EKS keeps, and not those that are being deleted', () => {
      assert.deepEqual(codesOf(checkCreation(named('web'), ten('CREATE_FAILED'), DEFAULT_LIMITS)), [
        'too-many-profiles',
      ]);
      assert.deepEqual(codesOf(checkCreation(named('web'), ten('DELETING'), DEFAULT_LIMITS)), [
        'profile-change-pending',
      ]);
    });

    test('is not one too many where it is one of them, or where AWS raised the quota', () => {
      assert.deepEqual(codesOf(checkCreation(named('p3'), ten('ACTIVE'), DEFAULT_LIMITS)), ['profile-name-taken']);
      assert.deepEqual(checkCreation(named('web'), ten('ACTIVE'), { maxProfiles: 11 }), []);
    });
  });

  test('a selector list of a megabyte is checked in part, and reported as too long', () => {
    const spec = specOf(Array.from({ length: 50_000 }, () => ({ namespace: 'NO' })));
    const codes = codesOf(checkProfile(spec, DEFAULT_LIMITS)).filter((code) => code !== 'selector-duplicate');
    assert.deepEqual([codes[0], codes.length], ['too-many-selectors', 101]);
  });
});

describe('profile conflicts', () => {
  const others = profileSet(
    { name: 'b', selectors: [{ namespace: 'shop', labels: { tier: 'front*' } }, { namespace: 'team-*' }] },
    { name: 'gone', status: 'DELETING', selectors: [{ namespace: '*' }] },
    { name: 'z', selectors: [{ namespace: '*' }] },
  );

  const cases: readonly (readonly [what: string, name: string, selector: SelectorInput, codes: readonly string[]])[] = [
    ['equal to a later one', 'a', { namespace: 'team-*' }, ['selector-equal']],
    ['equal to an earlier one', 'c', { namespace: 'team-*' }, ['selector-equal']],
    ['covered by an earlier one', 'c', { namespace: 'team-a', labels: new Map([['x', 'y']]) }, ['selector-covered']],
    ['covered with a label', 'c', { namespace: 'shop', labels: new Map([['tier', 'frontend']]) }, ['selector-covered']],
    ['covered by a later one only', 'a', { namespace: 'team-a' }, []],
    ['overlapping with an earlier one', 'c', { namespace: '*-a' }, ['selector-overlap']],
    ['overlapping by another label', 'c', { namespace: 'shop', labels: new Map([['app', 'x']]) }, ['selector-overlap']],
    ['excluded by the same label', 'c', { namespace: 'shop', labels: new Map([['tier', 'back']]) }, []],
    ['apart', 'c', { namespace: 'other' }, []],
    ['the profile itself', 'z', { namespace: 'other' }, []],
  ];
  for (const [what, name, selector, codes] of cases) {
    test(`a selector ${what}: ${codes.join(', ') || 'nothing'}`, () => {
      const spec: ProfileSpec = {
        ...specOf([selector]),
        name: { field: FieldPath.of('n'), source: 'given', value: name },
      };
      assert.deepEqual(codesOf(checkAgainstOthers(spec, others)), codes);
    });
  }

  test('the finding on an equal selector names the profile that runs the pods', () => {
    const [found] = checkAgainstOthers(specOf([{ namespace: 'team-*' }]), others);
    assert.equal(
      found?.message,
      'profile b has the same selector: all matching pods run on this profile, whose name sorts first',
    );
  });

  test('hostile patterns are given up on after a bounded number of searches', () => {
    const hostile = (mark: string) => `*${mark}`.repeat(31);
    const selectors = Array.from({ length: 5 }, () => ({ namespace: hostile('a') }));
    const many = profileSet(...Array.from({ length: 1_000 }, (_, index) => ({ name: `a${index}`, selectors })));
    const spec: ProfileSpec = {
      ...specOf([{ namespace: `${hostile('b')}c` }]),
      name: { field: FieldPath.of('n'), source: 'given', value: 'z' },
    };
    assert.deepEqual(checkAgainstOthers(spec, many), []);
  });
});

interface SelectorInput {
  readonly namespace: string;
  readonly labels?: SelectorSpec['labels'];
}

function specOf(selectors: readonly SelectorInput[]): ProfileSpec {
  return {
    name: { field: FieldPath.of('spec', 'name'), source: 'given', value: 'a' },
    selectorLists: [
      {
        field: FieldPath.of('spec', 'selectors'),
        selectors: selectors.map(({ namespace, labels = new Map() }, index) => ({
          field: FieldPath.of('spec', 'selectors', index),
          namespace,
          labels,
        })),
      },
    ],
    tags: [],
    tagsField: FieldPath.of('spec', 'tags'),
    creation: 'expected',
    role: { field: FieldPath.of('spec', 'role'), state: 'given', texts: [] },
  };
}

function codesOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ code }) => code);
}
