import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileProfiles } from '../../../src/fargate/profile-set.ts';
import { pod, section, textOf } from '../../support/cli/explained.ts';
import { profile, profileSet } from '../../support/profiles.ts';

describe('the profiles, as text', () => {
  const IN_SHOP = [{ namespace: 'shop' }];

  test('say why one that matches does not take the pod', () => {
    const profiles = profileSet(
      { name: 'a', status: 'CREATING', selectors: IN_SHOP },
      { name: 'b', selectors: IN_SHOP },
      { name: 'c', selectors: IN_SHOP },
      { name: 'd', selectors: [] },
    );
    assert.deepEqual(section(textOf(pod({}), profiles), 'Profiles').slice(1), [
      '  ✓ a, CREATING: only an ACTIVE profile takes pods',
      '    ✓ selector 0: namespace shop',
      '  ✓ b, ACTIVE: takes the pod',
      '    ✓ selector 0: namespace shop',
      '  ✓ c, ACTIVE: not chosen: b sorts first',
      '    ✓ selector 0: namespace shop',
      '  ✗ d, ACTIVE',
      '    it has no selectors',
    ]);
  });

  test('say that the pod or EKS has chosen another', () => {
    const profiles = profileSet({ name: 'a', selectors: IN_SHOP }, { name: 'b', selectors: IN_SHOP });
    const metadata = { labels: { 'eks.amazonaws.com/fargate-profile': 'b' } };
    const byPod = textOf(pod({ metadata }), profiles);
    assert.equal(section(byPod, 'Profiles')[1], '  ✓ a, ACTIVE: not chosen: the pod names b');
    const byEks = textOf(
      pod({ metadata: { ...metadata, uid: '1' }, spec: { schedulerName: 'fargate-scheduler' } }),
      profiles,
    );
    assert.equal(section(byEks, 'Profiles')[1], '  ✓ a, ACTIVE: not chosen: EKS has chosen b');
  });

  test('leave open what is known only once the pods are made', () => {
    const job = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'night', namespace: 'shop' },
      spec: { jobTemplate: { spec: { template: {} } } },
    };
    const profiles = profileSet({ name: 'a', selectors: [{ namespace: 'shop', labels: { 'job-name': 'night-1' } }] });
    assert.deepEqual(section(textOf(job, profiles), 'Profiles').slice(1, 5), [
      '  ? a, ACTIVE',
      '    ? selector 0',
      '      ✓ namespace shop',
      '      ? label job-name=night-1 (a controller adds it to the pods, with a value that is not known yet)',
    ]);
  });

  test('bring what EKS says about their health', () => {
    const sick = {
      ...profile({ name: 'a', selectors: IN_SHOP }),
      healthIssues: [{ code: 'AccessDenied', message: 'the role is gone' }],
    };
    assert.equal(
      section(textOf(pod({}), compileProfiles([sick])), 'Profiles')[2],
      '    ! AccessDenied: the role is gone',
    );
  });

  test('are none where the cluster has none', () => {
    assert.deepEqual(section(textOf(pod({}), profileSet()), 'Profiles'), ['Profiles: the cluster has none']);
  });
});
