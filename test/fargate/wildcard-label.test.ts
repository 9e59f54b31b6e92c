import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compilePattern } from '../../src/fargate/pattern.ts';
import type { LabelPair } from '../../src/fargate/profile-set.ts';
import { someLabelMatches } from '../../src/fargate/wildcard-label.ts';

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

function pair(key: string, value: string): LabelPair {
  return { key, value, keyPattern: compilePattern(key), valuePattern: compilePattern(value), isExact: false };
}
