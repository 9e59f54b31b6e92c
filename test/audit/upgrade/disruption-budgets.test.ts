import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DisruptionBudgets } from '../../../src/audit/upgrade/disruption-budgets.ts';
import { Field } from '../../../src/documents/field.ts';
import { parsePod } from '../../../src/documents/workloads/pod.ts';

function budgetsOf(spec: object, labels: Readonly<Record<string, string>>, expectedPods = 2) {
  const budgets = new DisruptionBudgets();
  budgets.add(new Field({ metadata: { name: 'web', namespace: 'shop' }, spec, status: { expectedPods } }));
  return budgets.of(parsePod(new Field({ metadata: { labels }, spec: { containers: [] } }), 'shop'));
}

const WEB = { matchLabels: { app: 'web' } };

describe('a budget', () => {
  for (const [name, selector, isSelected] of [
    ['by a label', WEB, true],
    ['by another label', { matchLabels: { app: 'api' } }, false],
    ['by a set', { matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'api'] }] }, true],
    ['by the absence from a set', { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
    ['by a key', { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, true],
    ['by the absence of a key', { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
    ['of the whole namespace', {}, true],
    ['without a selector', undefined, false],
  ] as const) {
    test(`${name} ${isSelected ? 'protects' : 'does not protect'} a pod`, () => {
      assert.equal(budgetsOf({ maxUnavailable: 1, selector }, { app: 'web' }).length, isSelected ? 1 : 0);
    });
  }

  for (const [spec, forbids] of [
    [{ maxUnavailable: 0 }, 'maxUnavailable is 0'],
    [{ maxUnavailable: '0%' }, 'maxUnavailable is 0%'],
    [{ minAvailable: '100%' }, 'minAvailable is 100%'],
    [{ minAvailable: 2 }, 'minAvailable is 2, and it has 2 pods'],
    [{ minAvailable: 1 }, undefined],
    [{ maxUnavailable: 1 }, undefined],
    [{ maxUnavailable: '50%' }, undefined],
  ] as const) {
    test(`of ${JSON.stringify(spec)} ${forbids === undefined ? 'allows evictions' : 'allows none'}`, () => {
      const [budget] = budgetsOf({ ...spec, selector: WEB }, { app: 'web' });
      assert.equal(budget?.forbids, forbids);
    });
  }
});
