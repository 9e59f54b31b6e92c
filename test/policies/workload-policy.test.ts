import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { FINDINGS } from '../../src/fargate/finding.ts';
import { WORKLOAD_FINDINGS } from '../../src/fargate/workload-findings.ts';
import { coverage } from '../../src/policies/coverage.ts';
import { findsNearMisses } from '../../src/policies/near-miss-rule.ts';
import { enforcingPolicy, workloadPolicy, workloadRules } from '../../src/policies/workload-policy.ts';
import { only, variablesOf } from '../support/policy-objects.ts';
import { profileSet } from '../support/profiles.ts';

const SHOP = { name: 'shop', selectors: [{ namespace: 'shop', labels: { tier: 'front' } }] };
const LATE = { name: 'late', status: 'CREATING', selectors: [{ namespace: 'late' }] } as const;
const HOSTILE = { name: "<<profile>>' + x", status: 'CREATING', selectors: [{ namespace: 'odd' }] } as const;

describe('the policy on workloads', () => {
  const profiles = profileSet(SHOP, LATE);
  const policy = only(workloadPolicy(profiles), 'ValidatingAdmissionPolicy');
  const binding = only(workloadPolicy(profiles), 'ValidatingAdmissionPolicyBinding');

  test('finds every error and warning about workloads in the registry', () => {
    const expected = Object.entries(WORKLOAD_FINDINGS).filter(([, { severity }]) => severity !== 'hint');
    const found = workloadRules(profiles).map(({ code }) => code);
    assert.deepEqual(found.toSorted(), expected.map(([code]) => code).toSorted());
  });

  test('has a validation for each code, with its fix, the worst first', () => {
    const validations = new Field(policy.spec).get('validations').list();
    const texts = validations.map((validation) => validation.get('messageExpression').string() ?? '');
    const codes = texts.map((text) => /\[([a-z-]+)\]'$/.exec(text)?.[1] ?? '');
    assert.deepEqual(codes[0], 'host-network');
    assert.ok(texts[0]?.endsWith(`; ${FINDINGS['host-network'].fix} [host-network]'`));
    assert.equal(new Set(codes).size, validations.length);
  });

  test('warns, and never denies', () => {
    assert.deepEqual(new Field(binding.spec).get('validationActions').value, ['Warn', 'Audit']);
    assert.equal(new Field(policy.spec).get('failurePolicy').value, 'Ignore');
  });

  test('says of a profile that is not ACTIVE what the webhook says', () => {
    const expression = variablesOf(policy).get('profileNotActive') ?? '';
    assert.ok(
      expression.includes(
        "'Fargate profile ' + 'late' + ' is CREATING: pods created now go to the default scheduler and stay there'",
      ),
    );
  });

  test('takes the name of a profile for text, whatever it contains', () => {
    const odd = only(workloadPolicy(profileSet(HOSTILE)), 'ValidatingAdmissionPolicy');
    assert.ok(variablesOf(odd).get('profileNotActive')?.includes("'<<profile>>\\' + x'"));
  });

  test('defines every variable before it is read, and none twice', () => {
    const known = new Set<string>();
    for (const { name, expression } of entriesOf(policy)) {
      for (const [, read = ''] of expression.matchAll(/variables\.(\w+)/g)) {
        assert.ok(known.has(read), `${name}: ${read}`);
      }
      assert.ok(!known.has(name), name);
      known.add(name);
    }
  });

  test('compares with each label pair in an expression of its own: one for all takes the API server minutes to compile', () => {
    const selectors = Array.from({ length: 5 }, (_, index) => ({
      namespace: 'web',
      labels: { a: `${index}`, b: '2', c: '3', d: '4', e: '5' },
    }));
    const variables = variablesOf(
      only(workloadPolicy(profileSet({ name: 'many', selectors })), 'ValidatingAdmissionPolicy'),
    );
    const comparing = [...variables].filter(([, text]) => text.includes('lowerAscii'));
    assert.equal(comparing.length, 9);
    for (const [name, text] of comparing) assert.equal(text.split('.lowerAscii').length - 1, 1, name);
  });

  test('leaves near misses to the webhook where there are too many labels', () => {
    const selectors = Array.from({ length: 51 }, (_, index) => ({
      namespace: `n${index}`,
      labels: { a: '1', b: '2', c: '3', d: '4', e: '5' },
    }));
    const many = profileSet({ name: 'many', selectors });
    assert.equal(findsNearMisses(many), false);
    assert.equal(variablesOf(only(workloadPolicy(many), 'ValidatingAdmissionPolicy')).has('nearMiss'), false);
  });
});

describe('the enforcing policy', () => {
  test('denies the chosen codes in namespaces with the label, with or without an owner', () => {
    const objects = enforcingPolicy(profileSet(SHOP), new Set(['privileged', 'host-network']));
    const spec = new Field(only(objects, 'ValidatingAdmissionPolicy').spec);
    assert.deepEqual(
      spec
        .get('matchConditions')
        .list()
        .map((condition) => condition.get('name').value),
      ['changes-pods'],
    );
    assert.equal(
      spec.get('validations').list()[0]?.get('expression').value,
      'variables.hostNetwork.size() == 0 && variables.privileged.size() == 0',
    );
    assert.deepEqual(
      new Field(only(objects, 'ValidatingAdmissionPolicyBinding').spec).get('matchResources').get('namespaceSelector')
        .value,
      { matchLabels: { 'fargate-admission/enforce': 'true' } },
    );
  });

  test('is none without codes', () => {
    assert.deepEqual(enforcingPolicy(profileSet(SHOP), new Set()), []);
  });
});

describe('the coverage', () => {
  test('has a line for every finding of the registry', () => {
    assert.deepEqual(
      coverage().map(({ code }) => code),
      Object.keys(FINDINGS),
    );
  });

  test('says of everything that is not wholly covered why', () => {
    const silent = coverage().filter(({ covered, difference }) => (covered === 'yes') !== (difference === ''));
    assert.deepEqual(silent, []);
  });
});

function entriesOf(policy: Parameters<typeof variablesOf>[0]) {
  const variables = new Field(policy.spec).get('variables').list();
  return variables.map((variable) => ({
    name: variable.get('name').string() ?? '',
    expression: variable.get('expression').string() ?? '',
  }));
}
