import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assessNewProfiles, type ProfileContext } from '../../../src/documents/assessment/profile.ts';
import { Field } from '../../../src/documents/field.ts';
import { EKSCTL_CONFIG } from '../../../src/documents/profiles/eksctl.ts';
import { DEFAULT_LIMITS } from '../../../src/fargate/profile-rules.ts';
import { profileSet } from '../../support/profiles.ts';

describe('the profiles of a ClusterConfig', () => {
  test('are too many from the eleventh on, which alone is reported', () => {
    assert.deepEqual(tooMany(names('p', 12), undefined), ['11 at fargateProfiles[10].name']);
    assert.deepEqual(tooMany(names('p', 10), undefined), []);
  });

  test('count with those that the cluster has', () => {
    assert.deepEqual(tooMany(names('p', 3), names('old', 8)), ['11 at fargateProfiles[2].name']);
    assert.deepEqual(tooMany(names('p', 2), names('old', 8)), []);
  });

  test('count once where the cluster has them already', () => {
    assert.deepEqual(tooMany(names('p', 10), names('p', 10)), []);
  });

  test('may be as many as AWS allows the account', () => {
    assert.deepEqual(tooMany(names('p', 12), undefined, 12), []);
  });
});

function names(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}

/** `existing`: of the cluster, whose name is not known where there are none. */
function tooMany(wanted: readonly string[], existing: readonly string[] | undefined, maxProfiles = 10) {
  const fargateProfiles = wanted.map((name) => ({ name, selectors: [{ namespace: name }] }));
  const document = new Field({
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'demo' },
    fargateProfiles,
  });
  const profiles = profileSet(...(existing ?? []).map((name) => ({ name, selectors: [{ namespace: name }] })));
  const clusterName = existing === undefined ? undefined : 'demo';
  const context: ProfileContext = { limits: { ...DEFAULT_LIMITS, maxProfiles }, cluster: { clusterName, profiles } };
  return assessNewProfiles(EKSCTL_CONFIG.read(document), context)
    .flat()
    .flatMap(({ field, problem }) => (problem.kind === 'too-many' ? [`${problem.actual} at ${field}`] : []));
}
