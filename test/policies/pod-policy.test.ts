import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { podPolicy } from '../../src/policies/pod-policy.ts';
import { only, variablesOf } from '../support/policy-objects.ts';
import { type ProfileParts, profileSet } from '../support/profiles.ts';

const OPTIONS = { annotationPrefix: 'fargate-admission', version: 'v1' } as const;

function policyOf(...profiles: readonly ProfileParts[]) {
  return only(podPolicy(profileSet(...profiles), OPTIONS), 'MutatingAdmissionPolicy');
}

const SHOP = { name: 'shop', selectors: [{ namespace: 'shop', labels: { app: 'web', tier: 'front*' } }] };
const REST = { name: 'rest', selectors: [{ namespace: 'sh*' }, { namespace: '*', labels: { 't?er': 'x' } }] };

describe('the policy on pods', () => {
  test('has a variable for each profile, in the order of names, that says which selector matches', () => {
    const variables = variablesOf(policyOf(SHOP, REST));
    assert.equal(
      variables.get('selector0'),
      "request.namespace.startsWith('sh') ? 0 :\nvariables.labels.exists(key, key.matches('^t.er$') && variables.labels[key] == 'x') ? 1 :\n-1",
    );
    assert.equal(
      variables.get('selector1'),
      "request.namespace == 'shop' && variables.labels[?'app'].orValue('') == 'web' && 'tier' in variables.labels && variables.labels['tier'].startsWith('front') ? 0 :\n-1",
    );
  });

  test('takes the first profile by name, or the one that the pod names', () => {
    assert.equal(
      variablesOf(policyOf(SHOP, REST)).get('taking0'),
      "variables.namedProfile in ['', 'rest'] && variables.selector0 >= 0 ? {'profile': 'rest', 'selector': string(variables.selector0)} :\n" +
        "variables.namedProfile in ['', 'shop'] && variables.selector1 >= 0 ? {'profile': 'shop', 'selector': string(variables.selector1)} :\n{}",
    );
  });

  test('says nothing of a profile that is not ACTIVE', () => {
    const { spec } = policyOf({ ...SHOP, status: 'CREATING' }, REST);
    assert.ok(!JSON.stringify(spec).includes('front'));
  });

  test('says nothing of a selector that matches no pod', () => {
    const { spec } = policyOf({ name: 'odd', selectors: [{ namespace: "Bad'" }, { namespace: 'good' }] });
    assert.equal(
      variablesOf(policyOf({ name: 'odd', selectors: [{ namespace: "Bad'" }, { namespace: 'good' }] })).get(
        'selector0',
      ),
      "request.namespace == 'good' ? 1 :\n-1",
    );
    assert.ok(!JSON.stringify(spec).includes('Bad'));
  });

  test('tells a label with an empty value from an absent one', () => {
    const labels = variablesOf(policyOf({ name: 'a', selectors: [{ namespace: '*', labels: { app: '' } }] }));
    assert.equal(labels.get('selector0'), "'app' in variables.labels && variables.labels['app'] == '' ? 0 :\n-1");
  });

  test('never costs a pod, and is asked again once EKS has written its decision', () => {
    const spec = new Field(policyOf(SHOP).spec);
    assert.equal(spec.get('failurePolicy').value, 'Ignore');
    assert.equal(spec.get('reinvocationPolicy').value, 'IfNeeded');
  });

  test('is the same object for the same profiles in another order', () => {
    assert.deepEqual(policyOf(SHOP, REST), policyOf(REST, SHOP));
  });

  test('takes annotations away where there is no ACTIVE profile', () => {
    assert.equal(variablesOf(policyOf()).get('taking'), '{}');
  });

  test('defines every variable before it is read', () => {
    const known = new Set<string>();
    for (const [name, expression] of variablesOf(policyOf(SHOP, REST))) {
      for (const [, read = ''] of expression.matchAll(/variables\.(\w+)/g))
        assert.ok(known.has(read), `${name}: ${read}`);
      known.add(name);
    }
  });

  test('spreads the cases of many profiles over several variables', () => {
    const many = Array.from({ length: 120 }, (_, index) => ({
      name: `p${String(index).padStart(3, '0')}`,
      selectors: [{ namespace: `n${index}` }],
    }));
    const variables = variablesOf(policyOf(...many));
    assert.equal(variables.get('taking2')?.split('\n').length, 21);
    assert.equal(
      variables.get('taking'),
      'variables.taking0.size() > 0 ? variables.taking0 :\nvariables.taking1.size() > 0 ? variables.taking1 :\nvariables.taking2',
    );
  });

  test('is bound by an object of its name, in the same version', () => {
    const objects = podPolicy(profileSet(SHOP), { ...OPTIONS, version: 'v1beta1' });
    assert.deepEqual(
      objects.map(({ apiVersion, kind, metadata }) => [apiVersion, kind, metadata.name]),
      [
        ['admissionregistration.k8s.io/v1beta1', 'MutatingAdmissionPolicy', 'fargate-pods'],
        ['admissionregistration.k8s.io/v1beta1', 'MutatingAdmissionPolicyBinding', 'fargate-pods'],
      ],
    );
  });
});
