import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { formatCpu, formatMemory, parseQuantity } from '../../src/fargate/quantity.ts';

describe('parseQuantity', () => {
  const cases: readonly (readonly [text: string, thousandths: bigint])[] = [
    ['0', 0n],
    ['1', 1_000n],
    ['250m', 250n],
    ['0.1', 100n],
    ['.5', 500n],
    ['5.', 5_000n],
    ['+2', 2_000n],
    ['-1', -1_000n],
    ['0.1m', 1n],
    ['-0.1m', -1n],
    ['100n', 1n],
    ['1500u', 2n],
    ['1k', 1_000_000n],
    ['1M', 10n ** 9n],
    ['1G', 10n ** 12n],
    ['1T', 10n ** 15n],
    ['1P', 10n ** 18n],
    ['1E', 10n ** 21n],
    ['1Ki', 1_024_000n],
    ['1Mi', 1_048_576_000n],
    ['1.5Gi', 1_610_612_736_000n],
    ['1Ti', 2n ** 40n * 1000n],
    ['1Pi', 2n ** 50n * 1000n],
    ['7Ei', 7n * 2n ** 60n * 1000n],
    ['1e3', 1_000_000n],
    ['1E3', 1_000_000n],
    ['12e-1', 1_200n],
    ['128974848', 128_974_848_000n],
    ['123456789012345678', 123_456_789_012_345_678_000n],
    ['8Ei', (2n ** 63n - 1n) * 1000n],
    ['1e999999999999', (2n ** 63n - 1n) * 1000n],
    ['1e-999999999999', 1n],
    ['0e999999999999', 0n],
  ];
  for (const [text, thousandths] of cases) {
    test(`reads ${text} as ${thousandths} thousandths`, () => {
      assert.equal(parseQuantity(text), thousandths);
    });
  }

  for (const text of [
    '',
    '.',
    '-',
    'm',
    '1 Mi',
    '1mi',
    '1KI',
    '1ki',
    '1e',
    '1e+',
    '0x10',
    '1_000',
    'NaN',
    '1.2.3',
    '1'.repeat(101),
  ]) {
    test(`'${text.slice(0, 12)}' is no quantity`, () => {
      assert.equal(parseQuantity(text), undefined);
    });
  }

  test('reads milli-values exactly at any size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 62n }), (value) => {
        assert.equal(parseQuantity(`${value}m`), value);
      }),
    );
  });
});

describe('a quantity as text', () => {
  test('of cpu is whole or in thousandths', () => {
    assert.equal(formatCpu(2_000n), '2');
    assert.equal(formatCpu(1_250n), '1250m');
  });

  test('of memory is in MiB, rounded up to a hundredth', () => {
    assert.equal(formatMemory(1_610_612_736_000n), '1536Mi');
    assert.equal(formatMemory(10n ** 12n), '953.68Mi');
    assert.equal(formatMemory(1n), '0.01Mi');
  });
});
