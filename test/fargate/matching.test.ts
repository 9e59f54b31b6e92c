import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { predictAdmitted } from '../../src/fargate/eks-decision.ts';
import { describeMissing, hasTooManyLabels, matchProfiles, someLabelMatches } from '../../src/fargate/matching.ts';
import { compilePattern } from '../../src/fargate/pattern.ts';
import { predict, reasonFor } from '../../src/fargate/prediction.ts';
import type { LabelPair } from '../../src/fargate/profile-set.ts';
import { pod } from '../support/pods.ts';
import { profileSet, type SelectorParts } from '../support/profiles.ts';

describe('a selector', () => {
  test('without labels matches the whole namespace', () => {
    assert.deepEqual(matchesOf({ namespace: 'web' }, {}), ['p 0']);
  });

  test('needs every one of its label pairs, and ignores further labels of the pod', () => {
    const selector = { namespace: 'web', labels: { tier: 'front', app: 'shop' } };
    assert.deepEqual(matchesOf(selector, { tier: 'front', app: 'shop', extra: 'x' }), ['p 0']);
    assert.deepEqual(matchesOf(selector, { tier: 'front' }), []);
  });

  test('compares names case-sensitively', () => {
    assert.deepEqual(matchesOf({ namespace: 'web', labels: { tier: 'Front' } }, { tier: 'front' }), []);
  });

  test('supports wildcards in namespace, label key and label value', () => {
    assert.deepEqual(
      matchesOf({ namespace: 'w?b*', labels: { 'app.*/name': 'shop-*' } }, { 'app.kubernetes.io/name': 'shop-eu' }),
      ['p 0'],
    );
  });

  test('with a wildcard key needs one label whose key and value both match', () => {
    const selector = { namespace: 'web', labels: { 'key?': 'value?' } };
    assert.deepEqual(matchesOf(selector, { key1: 'value1' }), ['p 0']);
    assert.deepEqual(matchesOf(selector, { key1: 'other', key12: 'value1' }), []);
  });

  test('with wildcards matches no key and no value that is longer than Kubernetes allows', () => {
    const key = { namespace: 'web', labels: { 'a*': '*' } };
    assert.deepEqual(matchesOf(key, { [`a${'b'.repeat(316)}`]: 'x'.repeat(63) }), ['p 0']);
    assert.deepEqual(matchesOf(key, { [`a${'b'.repeat(317)}`]: 'x' }), []);
    assert.deepEqual(matchesOf(key, { ab: 'x'.repeat(64) }), []);
    assert.deepEqual(matchesOf({ namespace: 'web', labels: { ab: '*' } }, { ab: 'x'.repeat(64) }), []);
  });

  for (const key of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    test(`that wants the label ${key} finds it on a pod that has it, and on no other`, () => {
      const selector = { namespace: 'web', labels: JSON.parse(`{"${key}":"*"}`) };
      assert.deepEqual(matchesOf(selector, {}), []);
      assert.deepEqual(matchesOf(selector, JSON.parse(`{"${key}":"x"}`)), ['p 0']);
    });
  }
});

describe('matchProfiles', () => {
  const profiles = profileSet(
    { name: 'zeta', selectors: [{ namespace: 'web' }] },
    { name: 'Beta', selectors: [{ namespace: 'none' }, { namespace: 'web' }, { namespace: '*' }] },
    { name: 'alpha', status: 'CREATING', selectors: [{ namespace: 'web' }] },
  );

  test('lists every matching profile in byte order of the names, each with its first matching selector', () => {
    const match = matchProfiles(pod({ namespace: 'web' }), profiles);
    assert.ok(match.kind === 'matched');
    assert.deepEqual(
      match.candidates.map(({ profile, selectorIndex }) => `${profile.name} ${selectorIndex}`),
      ['Beta 1', 'alpha 0', 'zeta 0'],
    );
  });
});

describe('nearest miss', () => {
  const profiles = profileSet(
    { name: 'a', selectors: [{ namespace: 'other' }, { namespace: 'web', labels: { tier: 'frontend', team: 'x' } }] },
    { name: 'b', selectors: [{ namespace: 'web', labels: { tier: 'frontend', 'zone*': 'eu' } }] },
  );

  test('is the selector with the fewest missing parts, and names them', () => {
    assert.deepEqual(missOf({ tier: 'front', zone1: 'eu' }), ['b 0', 'label tier=frontend (the pod has tier=front)']);
  });

  test('names each missing label', () => {
    assert.deepEqual(missOf({}), [
      'a 1',
      'label tier=frontend (the pod does not have it)',
      'label team=x (the pod does not have it)',
    ]);
  });

  test('counts a wrong namespace as worse than any number of labels', () => {
    const wide = profileSet(
      { name: 'a', selectors: [{ namespace: 'prod-*' }] },
      { name: 'b', selectors: [{ namespace: 'web', labels: { a: '1', b: '2', c: '3' } }] },
    );
    const match = matchProfiles(pod({ namespace: 'web' }), wide);
    assert.equal(match.kind === 'unmatched' && match.findNearest()?.profile.name, 'b');
  });

  test('names the namespace where only that is wrong', () => {
    const match = matchProfiles(
      pod({ namespace: 'staging' }),
      profileSet({ name: 'a', selectors: [{ namespace: 'prod*' }] }),
    );
    assert.ok(match.kind === 'unmatched');
    assert.deepEqual(match.findNearest()?.missing.map(describeMissing), ['namespace prod* (the pod is in staging)']);
  });

  test('is absent where there is no profile', () => {
    const match = matchProfiles(pod(), profileSet());
    assert.equal(match.kind === 'unmatched' && match.findNearest(), undefined);
  });

  function missOf(labels: Readonly<Record<string, string>>): readonly string[] {
    const match = matchProfiles(pod({ namespace: 'web', metadata: { labels } }), profiles);
    const nearest = match.kind === 'unmatched' ? match.findNearest() : undefined;
    assert.ok(nearest !== undefined);
    const { profile, selectorIndex, missing } = nearest;
    return [`${profile.name} ${selectorIndex}`, ...missing.map(describeMissing)];
  }
});

function matchesOf(selector: SelectorParts, labels: Readonly<Record<string, string>>): readonly string[] {
  const match = matchProfiles(
    pod({ namespace: 'web', metadata: { labels } }),
    profileSet({ name: 'p', selectors: [selector] }),
  );
  return match.kind === 'matched'
    ? match.candidates.map(({ profile, selectorIndex }) => `${profile.name} ${selectorIndex}`)
    : [];
}

describe('a label pair with a wildcard key', () => {
  test('is satisfied by one label whose key and value both match', () => {
    assert.equal(someLabelMatches({ tier1: 'back', tier2: 'front' }, pair('tier?', 'front')), true);
  });

  test('is not satisfied by the key of one label and the value of another', () => {
    assert.equal(someLabelMatches({ tier1: 'back', team: 'front' }, pair('tier?', 'front')), false);
  });

  test('is held against the labels of a pod once, however often it is asked about', () => {
    const labels = { tier1: 'back' };
    const asked: string[] = [];
    const counted = { ...pair('tier?', 'front'), keyPattern: { ...compilePattern('tier?'), matches } };
    function matches(key: string): boolean {
      asked.push(key);
      return true;
    }
    assert.equal(someLabelMatches(labels, counted), false);
    assert.equal(someLabelMatches(labels, counted), false);
    assert.deepEqual(asked, ['tier1']);
  });

  test('is not mistaken for another whose key and value spell the same together', () => {
    const labels = { 'a*b': 'c' };
    assert.equal(someLabelMatches(labels, pair('a*', 'b*c')), false);
    assert.equal(someLabelMatches(labels, pair('a*b', '*c')), true);
  });
});

/** Of as many profiles, 5 × 5 pairs each, every one another. */
function wildcardProfiles(count: number) {
  return profileSet(
    ...Array.from({ length: count }, (_, index) => ({
      name: `p-${index}`,
      selectors: Array.from({ length: 5 }, (_, selector) => ({
        namespace: 'web',
        labels: slowLabels(`${index}-${selector}`),
      })),
    })),
  );
}

function slowLabels(suffix: string): Readonly<Record<string, string>> {
  const keys = Array.from({ length: 5 }, (_, index) => `*${'a'.repeat(40)}${index}-${suffix}`);
  return Object.fromEntries(keys.map((key) => [key, '*']));
}

function podWith(labelCount: number, keyLength: number) {
  const labels = Array.from({ length: labelCount }, (_, index) => [`${index}${'a'.repeat(keyLength)}`, 'x']);
  return pod({ namespace: 'web', metadata: { labels: Object.fromEntries(labels) } });
}

describe('a pod with very many labels', () => {
  test('is not compared with wildcard keys, and the prediction is unknown', () => {
    const prediction = predict(podWith(7_500, 190), wildcardProfiles(10));
    assert.deepEqual(prediction, { kind: 'unknown', reason: 'too-many-labels' });
    assert.equal(
      reasonFor(prediction),
      'the pod has too many labels to compare with the wildcard keys of the selectors',
    );
  });

  test('stays unconfirmed where it carries what EKS writes', () => {
    const { namespace } = podWith(0, 0);
    const metadata = { labels: { ...podWith(7_500, 190).labels, 'eks.amazonaws.com/fargate-profile': 'p-0' } };
    const admitted = pod({ namespace, metadata, spec: { schedulerName: 'fargate-scheduler' } });
    assert.equal(
      reasonFor(predictAdmitted(admitted, wildcardProfiles(10))),
      'EKS or the author of the pod chose it, and the pod has too many labels to compare with the wildcard keys of the selectors',
    );
  });

  test('is compared with exact keys, however many labels it has', () => {
    const profiles = profileSet({ name: 'p', selectors: [{ namespace: 'web', labels: { tier: '*' } }] });
    assert.equal(predict(podWith(7_500, 190), profiles).kind, 'not-fargate');
  });

  test('is one of thousands, and not one of thirty with a hundred profiles', () => {
    assert.equal(hasTooManyLabels(podWith(30, 60).labels, wildcardProfiles(100)), false);
  });

  test('counts a pair that many selectors have once', () => {
    const shared = { namespace: 'web', labels: { 'team-*': '*' } };
    const profiles = profileSet(
      ...Array.from({ length: 100 }, (_, index) => ({ name: `p-${index}`, selectors: [shared] })),
    );
    assert.equal(profiles.wildcardKeySteps, 1);
  });
});

function pair(key: string, value: string): LabelPair {
  return { key, value, keyPattern: compilePattern(key), valuePattern: compilePattern(value), isExact: false };
}
