import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { pricesModule, readPriceList } from '../../hack/prices/price-list.ts';
import { REGIONAL_PRICES } from '../../src/fargate/regional-prices.ts';

const OFFER = readFileSync(new URL('../fixtures/prices/amazon-eks.json', import.meta.url), 'utf8');

describe('the price list of EKS', () => {
  test('has the prices of Linux/x86 by region, and no others', () => {
    const { publishedOn, regions } = readPriceList(OFFER);
    assert.equal(publishedOn, '2026-11-02');
    assert.deepEqual(
      [...regions],
      [
        ['ap-northeast-1', { vcpuHour: 0.05056, gigabyteHour: 0.00553 }],
        ['us-east-1', { vcpuHour: 0.04048, gigabyteHour: 0.004445, storageGigabyteHour: 0.000111 }],
      ],
    );
  });

  test('becomes a module that names its date and holds each region', () => {
    const module = pricesModule(readPriceList(OFFER));
    assert.match(module, /^export const PRICES_AS_OF = '2026-11-02';$/m);
    assert.match(module, /^ {2}'ap-northeast-1': \{ vcpuHour: 0\.05056, gigabyteHour: 0\.00553 \},$/m);
  });

  test('is refused where two prices of a region contradict each other', () => {
    const contradiction = OFFER.replace('USE1-Fargate-ARM-vCPU-Hours:perCPU', 'USE1-Fargate-vCPU-Hours:perCPU');
    assert.throws(() => readPriceList(contradiction), /^Error: us-east-1: vcpuHour is 0\.04048 and 0\.03238$/);
  });

  test('is refused where it has no price of Fargate', () => {
    assert.throws(() => readPriceList('{"products":{},"terms":{}}'), /no price of Fargate/);
  });

  test('agrees with the prices of the program', () => {
    for (const [region, { vcpuHour, gigabyteHour }] of readPriceList(OFFER).regions) {
      const { vcpuHour: vcpu, gigabyteHour: gigabyte } = REGIONAL_PRICES[region] ?? {};
      assert.deepEqual([vcpu, gigabyte], [vcpuHour, gigabyteHour], region);
    }
  });
});
