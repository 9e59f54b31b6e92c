import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { matchingSelector } from '../../src/fargate/matching.ts';
import { describePart, evaluateProfiles } from '../../src/fargate/selector-evaluation.ts';
import { pod } from '../support/pods.ts';
import { profileSet, type SelectorParts } from '../support/profiles.ts';

interface PodParts {
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly controllerAssignedLabels?: readonly string[];
}

const FULL: SelectorParts = { namespace: 'shop', labels: { tier: 'frontend', app: 'web' } };

/** Each part of the one selector: its result and its words. */
function partsOf(
  selector: SelectorParts,
  { namespace = 'shop', labels = {}, controllerAssignedLabels = [] }: PodParts,
) {
  const subject = { ...pod({ namespace, metadata: { labels } }), controllerAssignedLabels };
  const [evaluation] = evaluateProfiles(subject, profileSet({ name: 'web', selectors: [selector] }));
  const parts = evaluation?.selectors[0]?.parts ?? [];
  return parts.map((part) => `${part.result}: ${describePart(part)}`);
}

describe('the evaluation of a selector', () => {
  test('goes through its namespace and each of its label pairs', () => {
    assert.deepEqual(partsOf(FULL, { labels: { tier: 'frontend', app: 'web' } }), [
      'matches: namespace shop',
      'matches: label tier=frontend',
      'matches: label app=web',
    ]);
  });

  test('describes what each part that fails requires, and what the pod has', () => {
    assert.deepEqual(partsOf(FULL, { namespace: 'default', labels: { tier: 'front' } }), [
      'fails: namespace shop (the pod is in default)',
      'fails: label tier=frontend (the pod has tier=front)',
      'fails: label app=web (the pod does not have it)',
    ]);
  });

  test('describes which label satisfies a wildcard', () => {
    assert.deepEqual(partsOf({ namespace: 'sh*', labels: { 'app?': 'w*' } }, { labels: { app1: 'web' } }), [
      'matches: namespace sh* (the pod is in shop)',
      'matches: label app?=w* (the pod has app1=web)',
    ]);
  });

  test('leaves open a label whose value a controller assigns', () => {
    assert.deepEqual(
      partsOf({ namespace: 'shop', labels: { 'job-name': 'night-1' } }, { controllerAssignedLabels: ['job-name'] }),
      [
        'matches: namespace shop',
        'may-match: label job-name=night-1 (a controller adds it to the pods, with a value that is not known yet)',
      ],
    );
  });

  test('counts such a label as present where any value matches', () => {
    assert.deepEqual(
      partsOf({ namespace: 'shop', labels: { 'job-name': '*' } }, { controllerAssignedLabels: ['job-name'] }),
      ['matches: namespace shop', 'matches: label job-name=* (a controller adds it to the pods)'],
    );
  });

  test('finds the label __proto__ where it is, and nowhere else', () => {
    const selector = { namespace: 'shop', labels: JSON.parse('{"__proto__":"x"}') };
    assert.deepEqual(partsOf(selector, { labels: JSON.parse('{"__proto__":"x"}') })[1], 'matches: label __proto__=x');
    assert.deepEqual(partsOf(selector, {})[1], 'fails: label __proto__=x (the pod does not have it)');
  });
});

describe('the evaluation of profiles', () => {
  const profiles = profileSet(
    { name: 'zeta', status: 'CREATING', selectors: [{ namespace: 'shop' }] },
    { name: 'api', selectors: [{ namespace: 'api' }, { namespace: 'sh*', labels: { job: 'x' } }] },
    { name: 'empty', selectors: [] },
  );

  function results(parts: PodParts) {
    const { namespace = 'shop', labels = {}, controllerAssignedLabels = [] } = parts;
    const evaluations = evaluateProfiles(
      { ...pod({ namespace, metadata: { labels } }), controllerAssignedLabels },
      profiles,
    );
    return evaluations.map(
      ({ profile, result, selectors }) => `${profile.name} ${result}: ${selectors.map((one) => one.result).join()}`,
    );
  }

  test('keeps the order in which EKS prefers them, and includes those that are not ACTIVE', () => {
    assert.deepEqual(results({}), ['api fails: fails,fails', 'empty fails: ', 'zeta matches: matches']);
  });

  test('uses the best selector of a profile and the worst part of a selector', () => {
    assert.equal(results({ controllerAssignedLabels: ['job'] })[0], 'api may-match: fails,may-match');
    assert.equal(results({ namespace: 'other', controllerAssignedLabels: ['job'] })[0], 'api fails: fails,fails');
    assert.equal(results({ labels: { job: 'x' } })[0], 'api matches: fails,matches');
  });

  test('always agrees with the matching that decides', () => {
    const word = fc.constantFrom('a', 'b', 'ab', 'a*', '?', '*');
    const name = fc.constantFrom('a', 'b', 'ab', 'c');
    const selector = fc.record({ namespace: word, labels: fc.dictionary(word, word, { maxKeys: 2 }) });
    const subject = fc.record({
      namespace: name,
      labels: fc.dictionary(name, name, { maxKeys: 2 }),
      controllerAssignedLabels: fc.subarray(['a', 'b']),
    });
    fc.assert(
      fc.property(subject, fc.array(selector, { maxLength: 3 }), (identity, selectors) => {
        const set = profileSet({ name: 'web', selectors });
        const [evaluation] = evaluateProfiles(identity, set);
        const isMatched = set.compiled.some((compiled) => matchingSelector(identity, compiled) >= 0);
        assert.equal(evaluation?.result === 'matches', isMatched);
      }),
    );
  });
});
