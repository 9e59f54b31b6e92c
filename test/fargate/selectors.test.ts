import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { impossibleSelectors } from '../../src/fargate/selectors.ts';
import { profileSet } from '../support/profiles.ts';

describe('a selector that no pod can match', () => {
  const cases: readonly (readonly [namespace: string, labels: Record<string, string>, reason: string])[] = [
    ['Shop', {}, 'no namespace can match "Shop"'],
    ['', {}, 'no namespace can match ""'],
    ['{{ns}}', {}, 'no namespace can match "{{ns}}": it looks like a variable that was not expanded'],
    ['a', { 'a/b/c': 'x' }, 'no label key can match "a/b/c"'],
    [
      'a',
      { ok: 'x', team: '$(TEAM)' },
      'no label value can match "$(TEAM)": it looks like a variable that was not expanded',
    ],
  ];
  for (const [namespace, labels, reason] of cases) {
    test(`is reported: ${reason}`, () => {
      const { profiles } = profileSet({ name: 'web', selectors: [{ namespace: 'ok' }, { namespace, labels }] });
      assert.deepEqual(impossibleSelectors(profiles), [{ profileName: 'web', selectorIndex: 1, reason }]);
    });
  }

  test('is not one with wildcards or an empty label value', () => {
    const { profiles } = profileSet({ name: 'web', selectors: [{ namespace: '*', labels: { 'a?': '', b: '*-x' } }] });
    assert.deepEqual(impossibleSelectors(profiles), []);
  });
});
