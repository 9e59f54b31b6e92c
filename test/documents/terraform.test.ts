import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { parseProfileDocument } from '../../src/documents/profiles/registry.ts';
import { TERRAFORM } from '../../src/documents/profiles/terraform.ts';
import { predict, reasonFor } from '../../src/fargate/prediction.ts';
import { checkProfile, DEFAULT_LIMITS } from '../../src/fargate/profile-rules.ts';
import { compileProfiles } from '../../src/fargate/profile-set.ts';
import { pod } from '../support/pods.ts';

const PLAN = fixture('terraform-plan');
const EDGE = 'module.eks.module.fargate_profile["edge"].aws_eks_fargate_profile.this[0]';

describe('a Terraform plan', () => {
  test('holds the profiles that will exist, whatever module they are in', () => {
    assert.deepEqual(
      parseProfileDocument(PLAN)?.map(({ name, clusterName, status }) => [name, clusterName, status]),
      [
        ['shop', 'demo', 'ACTIVE'],
        ['batch', 'demo', 'ACTIVE'],
        ['edge', 'demo', 'ACTIVE'],
      ],
    );
  });

  test('places each value by the address of its resource', () => {
    const selector = TERRAFORM.read(PLAN)[1]?.spec.selectorLists[0].selectors[1];
    const address = 'module.eks.module.fargate_profile["batch"].aws_eks_fargate_profile.this[0]';
    assert.equal(selector?.field.toString(), `${address}.selector[1]`);
  });

  test('leaves open whether a selector matches that is known only after apply', () => {
    const profiles = compileProfiles(parseProfileDocument(PLAN) ?? []);
    const prediction = predict(pod({ namespace: 'anything' }), profiles);
    assert.equal(prediction.kind, 'unknown');
    assert.equal(
      reasonFor(prediction),
      `Fargate profile edge may match the pod: ${EDGE}.selector[0].namespace is not known before the profile is created`,
    );
  });

  test('decides by the selectors that are known, where no unknown one comes first', () => {
    const profiles = compileProfiles(parseProfileDocument(PLAN) ?? []);
    const predictionIn = (namespace: string, labels = {}) =>
      predict(pod({ namespace, metadata: { labels } }), profiles).kind;
    assert.deepEqual(
      [predictionIn('reports'), predictionIn('edge-cache'), predictionIn('shop', { tier: 'front' })],
      ['fargate', 'fargate', 'unknown'],
    );
  });

  test('gets no finding for a value that is not known', () => {
    const edge = TERRAFORM.read(PLAN)[2];
    assert.deepEqual(edge && checkProfile(edge.spec, DEFAULT_LIMITS), []);
  });

  test('says what becomes of the profiles that exist', () => {
    const change = TERRAFORM.readChange?.(PLAN);
    assert.deepEqual(
      change?.existing.map(({ spec }) => spec.name.value),
      ['shop', 'batch', 'gone'],
    );
    assert.deepEqual(change?.deleted, [
      { name: 'batch', clusterName: 'demo', isCreatedFirst: false },
      { name: 'gone', clusterName: 'demo', isCreatedFirst: false },
    ]);
  });

  test('of another major version is refused', () => {
    assert.throws(() => parseProfileDocument(new Field({ format_version: '2.0', terraform_version: '9' })), {
      message: 'format_version: expected 0.x or 1.x, got "2.0"',
    });
  });
});

describe('a selector of a Terraform plan', () => {
  const unknowns: readonly (readonly [
    unknown: unknown,
    selector: object,
    fields: readonly string[],
    labels: object,
  ])[] = [
    [true, {}, ['selector'], {}],
    [[{ labels: true }], { namespace: 'a' }, ['selector[0].labels'], {}],
    [
      [{ labels: { tier: true } }],
      { namespace: 'a', labels: { x: 'y' } },
      ['selector[0].labels[tier]'],
      { x: 'y', tier: '*' },
    ],
  ];
  for (const [unknown, selector, fields, labels] of unknowns) {
    test(`is widened where ${JSON.stringify(unknown)} is unknown`, () => {
      const [profile] = parseProfileDocument(planOf(selector, unknown)) ?? [];
      const [found] = profile?.unknownSelectors ?? [];
      assert.deepEqual(
        found?.unknownFields.map(String),
        fields.map((field) => `aws_eks_fargate_profile.a.${field}`),
      );
      assert.deepEqual(found && Object.fromEntries(found.labels), labels);
      assert.deepEqual(profile?.selectors, []);
    });
  }

  test('that is missing is an error with the address', () => {
    assert.throws(() => parseProfileDocument(planOf(undefined, [])), {
      message: 'aws_eks_fargate_profile.a.selector: expected at least one selector',
    });
  });
});

test('a Terraform state holds the profiles as they are', () => {
  const [profile] = parseProfileDocument(fixture('terraform-state')) ?? [];
  assert.deepEqual([profile?.name, profile?.status], ['state', 'CREATE_FAILED']);
  assert.deepEqual(parseProfileDocument(new Field({ format_version: '1.0', terraform_version: '1.9.8' })), []);
});

for (const [what, document] of [
  ['a state file', { version: 4, lineage: 'a', resources: [] }],
  ['the log of terraform plan -json', { '@level': 'info', '@message': 'Terraform 1.9.8' }],
] as const) {
  test(`${what} is refused with the command that helps`, () => {
    assert.throws(() => parseProfileDocument(new Field(document)), {
      message: /give the output of terraform show -json$/,
    });
  });
}

function planOf(selector: object | undefined, unknown: unknown): Field {
  const address = 'aws_eks_fargate_profile.a';
  const type = 'aws_eks_fargate_profile';
  const values = { fargate_profile_name: 'a', ...(selector === undefined ? {} : { selector: [selector] }) };
  return new Field({
    format_version: '1.2',
    planned_values: { root_module: { resources: [{ address, type, mode: 'managed', values }] } },
    resource_changes: [{ address, type, change: { actions: ['create'], after_unknown: { selector: unknown } } }],
  });
}

function fixture(name: string): Field {
  const path = new URL(`../fixtures/profiles/${name}.json`, import.meta.url);
  return new Field(JSON.parse(readFileSync(path, 'utf8')));
}
