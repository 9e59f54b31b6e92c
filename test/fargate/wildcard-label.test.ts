import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { predictAdmitted } from '../../src/fargate/eks-decision.ts';
import { compilePattern } from '../../src/fargate/pattern.ts';
import { predict, reasonFor } from '../../src/fargate/prediction.ts';
import type { LabelPair } from '../../src/fargate/profile-set.ts';
import { hasTooManyLabels, someLabelMatches } from '../../src/fargate/wildcard-label.ts';
import { pod } from '../support/pods.ts';
import { profileSet } from '../support/profiles.ts';

describe('a label pair whose key holds a wildcard', () => {
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
  test('is not compared with wildcard keys, and its prediction says so', () => {
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
