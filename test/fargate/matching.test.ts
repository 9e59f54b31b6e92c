import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeMissing, matchProfiles } from '../../src/fargate/matching.ts';
import { pod } from '../support/pods.ts';
import { profileSet, type SelectorParts } from '../support/profiles.ts';

describe('a selector', () => {
  test('without labels takes the whole namespace', () => {
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

  test('takes wildcards in namespace, label key and label value', () => {
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

  test('is the selector that fails by least, and says what is missing', () => {
    assert.deepEqual(missOf({ tier: 'front', zone1: 'eu' }), ['b 0', 'label tier=frontend (the pod has tier=front)']);
  });

  test('reports each missing label', () => {
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
