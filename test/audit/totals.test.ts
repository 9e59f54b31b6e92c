import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TotalsCount } from '../../src/audit/totals.ts';

const PRICES = { vcpuHour: 0.04, gigabyteHour: 0.004 };

function totalsOf(...pods: readonly Parameters<TotalsCount['add']>[0][]) {
  const count = new TotalsCount();
  for (const one of pods) count.add(one);
  return count.totals(PRICES);
}

const ON_FARGATE = {
  result: 'pass',
  requested: { vcpu: 0.2, gigabytes: 0.5 },
  provisioned: { vcpu: 0.25, gigabytes: 1 },
} as const;

describe('the sums of an audit', () => {
  test('cost what is provisioned, by 730 hours a month', () => {
    assert.equal(totalsOf(ON_FARGATE).fargate.costPerMonth, 10.22);
  });

  test('take for unused what is neither requested nor the 256 MiB of Fargate itself', () => {
    const { unused, unusedCostPerMonth } = totalsOf(ON_FARGATE, ON_FARGATE).fargate;
    assert.deepEqual(unused, { vcpu: 0.1, gigabytes: 0.5 });
    assert.equal(unusedCostPerMonth, 4.38);
  });

  test('have nothing unused of a pod that requests more than it has got', () => {
    const { unused } = totalsOf({ ...ON_FARGATE, requested: { vcpu: 2, gigabytes: 8 } }).fargate;
    assert.deepEqual(unused, { vcpu: 0, gigabytes: 0 });
  });

  test('count a pod off Fargate by its result alone', () => {
    const { pods, results, fargate } = totalsOf({
      result: 'warn',
      requested: { vcpu: 1, gigabytes: 1 },
    });
    assert.equal(pods, 1);
    assert.deepEqual(results, { error: 0, fail: 0, warn: 1, pass: 0, skip: 0 });
    assert.deepEqual(fargate.requested, { vcpu: 0, gigabytes: 0 });
  });

  test('end in no noise of fractions', () => {
    const tenth = { ...ON_FARGATE, requested: { vcpu: 0.1, gigabytes: 0.1 } };
    assert.deepEqual(totalsOf(tenth, tenth, tenth).fargate.requested, { vcpu: 0.3, gigabytes: 0.3 });
  });

  test('are as bad as the worst of the pods', () => {
    const count = new TotalsCount();
    assert.equal(count.worst(), 'skip');
    count.add(ON_FARGATE);
    assert.equal(count.worst(), 'pass');
    count.add({ ...ON_FARGATE, result: 'fail' });
    count.add({ ...ON_FARGATE, result: 'warn' });
    assert.equal(count.worst(), 'fail');
  });
});
