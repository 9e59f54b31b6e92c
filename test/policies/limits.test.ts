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
    assert.match(problem, /^MutatingAdmissionPolicy fargate-pods has \d+ bytes, and the API server takes 1310720: /);
    assert.deepEqual(others, []);
  });

  test('is a profile whose expression is longer than the API server compiles', () => {
    const [problem = '', ...others] = problemsOf({ name: 'wide', selectors: selectors(400) });
    assert.match(problem, / has an expression of \d+ characters, and the API server takes 100000: /);
    assert.deepEqual(others, []);
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
