import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FieldPath } from '../../src/fargate/field-path.ts';
import { compileProfiles } from '../../src/fargate/profile-set.ts';
import { policyProblems } from '../../src/policies/limits.ts';
import { podPolicy } from '../../src/policies/pod-policy.ts';
import { type ProfileParts, profile, profileSet, type SelectorParts } from '../support/profiles.ts';

const OPTIONS = { annotationPrefix: 'fargate-admission', version: 'v1' } as const;

/** 5 × 5 pairs, none like another. */
function manyProfiles(count: number): readonly ProfileParts[] {
  return Array.from({ length: count }, (_, index) => ({ name: `profile-${index}`, selectors: selectors(5, index) }));
}

function selectors(count: number, profileIndex = 0): readonly SelectorParts[] {
  return Array.from({ length: count }, (_, index) => ({
    namespace: `team-${profileIndex}-${index}-*`,
    labels: Object.fromEntries(
      Array.from({ length: 5 }, (_unused, key) => [`example.com/label-${key}`, `value-${profileIndex}-${index}*`]),
    ),
  }));
}

function wildcardProfiles(count: number, key: string, selectorCount = 5): readonly ProfileParts[] {
  const labels = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`${key}${index}`, '*']));
  const all = Array.from({ length: selectorCount }, () => ({ namespace: 'web', labels }));
  return Array.from({ length: count }, (_, index) => ({ name: `wild-${index}`, selectors: all }));
}

function problemsOf(...parts: readonly ProfileParts[]): readonly string[] {
  const profiles = profileSet(...parts);
  return policyProblems(profiles, podPolicy(profiles, OPTIONS));
}

describe('what no policy can hold', () => {
  test('is none of 100 profiles with 5 selectors of 5 labels each', () => {
    assert.deepEqual(problemsOf(...manyProfiles(100)), []);
  });

  test('is a set of profiles with which an object is larger than the API server stores', () => {
    const [problem = '', ...others] = problemsOf(...manyProfiles(600));
    assert.match(
      problem,
      /^MutatingAdmissionPolicy fargate-pods has \d+ bytes as the API server stores it, and etcd takes 1572864: /,
    );
    assert.deepEqual(others, []);
  });

  test('is a profile whose expression is longer than the API server compiles', () => {
    const [problem = '', ...others] = problemsOf({ name: 'wide', selectors: selectors(400) });
    assert.match(problem, / has an expression of \d+ characters, and the API server takes 100000: /);
    assert.deepEqual(others, []);
  });

  test('is none of 10 profiles with 5 selectors of 5 patterns of label keys each', () => {
    assert.deepEqual(problemsOf(...wildcardProfiles(10, '*team?')), []);
  });

  test('is a set of profiles that a pod with 30 labels is too expensive to compare with', () => {
    assert.deepEqual(problemsOf(...wildcardProfiles(100, `*${'team-'.repeat(10)}?`)), [
      'the profiles: a pod with 30 labels may cost 43200000 units, and the API server spends 10000000 on one policy: use exact label keys, or fewer selectors with a wildcard in a key',
    ]);
  });

  test('is a profile that a pod with 30 labels is too expensive to compare with', () => {
    assert.deepEqual(problemsOf(...wildcardProfiles(1, `*${'team-'.repeat(40)}?`, 50)), [
      'profile wild-0: a pod with 30 labels may cost 7860000 units, and the API server spends 1000000 on one expression: use exact label keys, or fewer selectors with a wildcard in a key',
    ]);
  });

  test('is a selector of a plan with a part that is not known yet', () => {
    const planned = {
      ...profile({ name: 'planned', selectors: [] }),
      unknownSelectors: [
        { namespace: '*', labels: new Map(), unknownFields: [FieldPath.of('selector', 0, 'namespace')] },
      ],
    };
    const profiles = compileProfiles([planned]);
    assert.deepEqual(policyProblems(profiles, podPolicy(profiles, OPTIONS)), [
      'profile planned: selector[0].namespace is not known before the profile is created: compile the policies after that',
    ]);
  });
});
