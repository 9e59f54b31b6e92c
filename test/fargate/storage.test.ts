import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { billedStorageGigabytes } from '../../src/fargate/storage.ts';

const GIB = 1000n * 1024n ** 3n;

describe('the storage that is billed', () => {
  for (const [requested, billed] of [
    [0n, 0],
    [13n, 0],
    [20n, 7],
    [100n, 95],
  ] as const) {
    test(`is ${billed} GB where a pod requests ${requested}Gi`, () => {
      assert.equal(billedStorageGigabytes({ ephemeralStorage: requested * GIB }), billed);
    });
  }
});
