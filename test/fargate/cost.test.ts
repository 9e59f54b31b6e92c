import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { COMPARABLE_SIZES, formatCapacity, MEMORY_OVERHEAD, smallestSize } from '../../src/fargate/capacity.ts';
import {
  cheaperSize,
  hourlyPrice,
  largeUnusedShare,
  PUBLIC_PRICES,
  provisionedAmount,
  requestedAmount,
  unusedAmount,
} from '../../src/fargate/cost.ts';
import { formatCpu, formatMemory, parseQuantity } from '../../src/fargate/quantity.ts';

describe('the price of an hour', () => {
  test('is that of the vCPU and of the memory together', () => {
    assert.equal(hourlyPrice({ vcpu: 2, gigabytes: 8 }, { vcpuHour: 0.04, gigabyteHour: 0.005 }), 0.12);
  });

  test('is that of the public list for the least size that there is', () => {
    assert.equal(hourlyPrice({ vcpu: 0.25, gigabytes: 0.5 }, PUBLIC_PRICES).toFixed(7), '0.0123425');
  });
});

describe('what a pod requests', () => {
  test('is in vCPU and in GB of 1,024 MiB', () => {
    const cpu = 1_500n;
    const memory = 1_000n * 512n * 1_024n ** 2n;
    assert.deepEqual(requestedAmount({ cpu, memory }), { vcpu: 1.5, gigabytes: 0.5 });
  });
});

describe('what is unused', () => {
  test("excludes the 256 MiB of Fargate's own components", () => {
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

  test('is not reported for the smallest size', () => {
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

function quantity(text: string): bigint {
  const parsed = parseQuantity(text);
  assert.ok(parsed !== undefined, text);
  return parsed;
}

function cheaper(cpu: string, memory: string) {
  return cheaperSize({ cpu: quantity(cpu), memory: quantity(memory) }, PUBLIC_PRICES);
}

function described(cpu: string, memory: string): string {
  const found = cheaper(cpu, memory);
  if (found === undefined) return 'nothing';
  const { from, to, requests } = found;
  return `${formatCapacity(from)} → ${formatCapacity(to)} by ${formatCpu(requests.cpu)} and ${formatMemory(requests.memory)}`;
}

describe('the cheaper size with the smallest reduction', () => {
  const cases: readonly (readonly [cpu: string, memory: string, expected: string])[] = [
    ['260m', '1750Mi', '0.5vCPU 2GB → 0.25vCPU 2GB by 250m and 1750Mi'],
    ['1', '8Gi', '2vCPU 9GB → 1vCPU 8GB by 1 and 7936Mi'],
    ['250m', '1000Mi', '0.25vCPU 2GB → 0.25vCPU 1GB by 250m and 768Mi'],
    ['250m', '256Mi', 'nothing'],
    ['0', '0', 'nothing'],
    ['17', '1Gi', 'nothing'],
  ];
  for (const [cpu, memory, expected] of cases) {
    test(`is ${expected} for ${cpu} and ${memory}`, () => {
      assert.equal(described(cpu, memory), expected);
    });
  }

  const requests = fc.record({
    cpu: fc.integer({ min: 0, max: 16_000 }).map(BigInt),
    memory: fc.integer({ min: 0, max: 119 * 1024 }).map((mebibytes) => BigInt(mebibytes) * 1000n * 1024n ** 2n),
  });

  const priceOf = ({ vcpu, memoryGB }: { readonly vcpu: number; readonly memoryGB: number }) =>
    hourlyPrice({ vcpu, gigabytes: memoryGB }, PUBLIC_PRICES);

  test('provides the reduced requests, costs less, and requests no more than before', () => {
    fc.assert(
      fc.property(requests, (asked) => {
        const found = cheaperSize(asked, PUBLIC_PRICES);
        fc.pre(found !== undefined);
        assert.ok(priceOf(found.to) < priceOf(found.from));
        assert.ok(found.requests.cpu <= asked.cpu && found.requests.memory <= asked.memory);
        const provisioned = smallestSize(found.requests);
        assert.ok(provisioned.kind === 'provisioned' && priceOf(provisioned) <= priceOf(found.to));
      }),
    );
  });

  test('is the one of all sizes that is nearest', () => {
    fc.assert(
      fc.property(requests, (asked) => {
        const found = cheaperSize(asked, PUBLIC_PRICES);
        fc.pre(found !== undefined);
        const share = (before: bigint, after: bigint) => (before > after ? Number(before - after) / Number(before) : 0);
        for (const { cpu, memory, capacity } of COMPARABLE_SIZES) {
          if (priceOf(capacity) >= priceOf(found.from)) continue;
          const given = Math.max(share(asked.cpu, cpu), share(asked.memory, memory - MEMORY_OVERHEAD));
          assert.ok(found.share <= given, formatCapacity(capacity));
        }
      }),
    );
  });
});
