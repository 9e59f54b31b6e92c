import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { COMPARABLE_SIZES } from '../../src/fargate/capacity.ts';
import { hourlyPrice, PUBLIC_PRICES } from '../../src/fargate/price.ts';
import { largeUnusedShare, provisionedAmount, requestedAmount, unusedAmount } from '../../src/fargate/usage.ts';

describe('the price of an hour', () => {
  test('is that of the vCPU and of the memory together', () => {
    assert.equal(hourlyPrice({ vcpu: 2, gigabytes: 8 }, { vcpuHour: 0.04, gigabyteHour: 0.005 }), 0.12);
  });

  test('is that of the public list for the least size that there is', () => {
    assert.equal(hourlyPrice({ vcpu: 0.25, gigabytes: 0.5 }, PUBLIC_PRICES).toFixed(7), '0.0123425');
  });
});

describe('what a pod requests', () => {
  test('is told in vCPU and in GB of 1,024 MiB', () => {
    const cpu = 1_500n;
    const memory = 1_000n * 512n * 1_024n ** 2n;
    assert.deepEqual(requestedAmount({ cpu, memory }), { vcpu: 1.5, gigabytes: 0.5 });
  });
});

describe('what is unused', () => {
  test('leaves out the 256 MiB that Fargate takes for itself', () => {
    assert.deepEqual(unusedAmount({ vcpu: 1, gigabytes: 1 }, { vcpu: 1, gigabytes: 2 }), { vcpu: 0, gigabytes: 0.75 });
  });

  test('is never less than nothing', () => {
    const unused = unusedAmount({ vcpu: 4, gigabytes: 30 }, { vcpu: 0.25, gigabytes: 0.5 });
    assert.deepEqual(unused, { vcpu: 0, gigabytes: 0 });
  });

  test('is much from half of the price on', () => {
    assert.equal(largeUnusedShare({ vcpu: 1.1, gigabytes: 0.1 }, { vcpu: 2, gigabytes: 4 })?.toFixed(2), '0.53');
    assert.equal(largeUnusedShare({ vcpu: 1.3, gigabytes: 0.1 }, { vcpu: 2, gigabytes: 4 }), undefined);
  });

  test('is not held against the least size, below which there is none', () => {
    assert.equal(largeUnusedShare({ vcpu: 0, gigabytes: 0 }, { vcpu: 0.25, gigabytes: 0.5 }), undefined);
  });

  test('is never more than all that is billed', () => {
    const size = fc.constantFrom(...COMPARABLE_SIZES.map(({ capacity }) => provisionedAmount(capacity)));
    const amount = fc.record({
      vcpu: fc.double({ min: 0, max: 20, noNaN: true }),
      gigabytes: fc.double({ min: 0, max: 150, noNaN: true }),
    });
    fc.assert(
      fc.property(amount, size, (requested, provisioned) => {
        const share = largeUnusedShare(requested, provisioned);
        assert.ok(share === undefined || (share >= 0.5 && share <= 1));
      }),
    );
  });
});
