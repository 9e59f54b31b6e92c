import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { planProfiles } from '../../../src/audit/plan/planned-profiles.ts';
import { type ProfileParts, profile, profileSet } from '../../support/profiles.ts';

const WEB: ProfileParts = {
  name: 'web',
  selectors: [{ namespace: 'shop', labels: { tier: 'front', env: 'prod' } }, { namespace: 'web' }],
};
const JOBS: ProfileParts = { name: 'jobs', selectors: [{ namespace: 'jobs' }] };

function planned(wanted: readonly ProfileParts[], deleted: readonly string[] = []) {
  return planProfiles(profileSet(WEB, JOBS), { profiles: wanted.map(profile), deleted, createdFirst: new Set() });
}

function namesAfter(wanted: readonly ProfileParts[], deleted: readonly string[] = []): readonly string[] {
  return planned(wanted, deleted).after.profiles.map(({ name }) => name);
}

describe('the profiles as they would be', () => {
  test('have a new one beside those that there are', () => {
    const wanted: ProfileParts = { name: 'api', selectors: [{ namespace: 'api' }] };
    assert.deepEqual(planned([wanted]).changes, [{ name: 'api', change: 'created' }]);
    assert.deepEqual(namesAfter([wanted]), ['api', 'jobs', 'web']);
  });

  test('lack a deleted one, whose pods are stopped', () => {
    assert.deepEqual(planned([], ['web']).changes, [{ name: 'web', change: 'deleted' }]);
    assert.deepEqual(namesAfter([], ['web']), ['jobs']);
    assert.deepEqual([...planned([], ['web']).stopped], ['web']);
  });

  test('replace one whose selectors differ, since EKS cannot change a profile: its pods are stopped', () => {
    const wanted: ProfileParts = { name: 'web', selectors: [{ namespace: 'web' }] };
    const { changes, stopped, after } = planned([wanted]);
    assert.deepEqual(changes, [{ name: 'web', change: 'replaced' }]);
    assert.deepEqual([...stopped], ['web']);
    assert.equal(after.byName.get('web')?.profile.selectors.length, 1);
  });

  test('are as they are where only the order of selectors and labels differs', () => {
    const wanted: ProfileParts = {
      name: 'web',
      selectors: [{ namespace: 'web' }, { namespace: 'shop', labels: { env: 'prod', tier: 'front' } }],
    };
    const { changes, stopped } = planned([wanted]);
    assert.deepEqual(changes, [{ name: 'web', change: 'unchanged' }]);
    assert.equal(stopped.size, 0);
  });

  test('replace one that is deleted and created again, even unchanged', () => {
    assert.deepEqual(planned([WEB], ['web']).changes, [{ name: 'web', change: 'replaced' }]);
  });

  test('have new ones ACTIVE, whatever their document says', () => {
    const { after } = planned([{ name: 'api', status: 'CREATE_FAILED', selectors: [{ namespace: 'api' }] }]);
    assert.equal(after.byName.get('api')?.profile.status, 'ACTIVE');
  });

  test('keep the status of those that stay', () => {
    const before = profileSet({ ...JOBS, status: 'DELETING' });
    const { after } = planProfiles(before, { profiles: [profile(WEB)], deleted: [], createdFirst: new Set() });
    assert.equal(after.byName.get('jobs')?.profile.status, 'DELETING');
  });

  test('leave out one that is to be deleted and does not exist', () => {
    assert.deepEqual(planned([], ['nope']).changes, []);
  });
});
