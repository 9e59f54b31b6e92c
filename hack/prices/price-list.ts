import { Field } from '../../src/documents/field.ts';

/** US dollars; what the price list does not have is absent. */
export interface RegionPrices {
  readonly vcpuHour: number;
  readonly gigabyteHour: number;
  readonly storageGigabyteHour?: number;
}

export interface PriceList {
  /** `2026-11-02` */
  readonly publishedOn: string;
  readonly regions: ReadonlyMap<string, RegionPrices>;
}

/** Linux/x86: those of Arm, Windows and Spot have more in their names. */
const USAGE_TYPE = /^(?:[A-Z0-9]+-)?Fargate-(vCPU-Hours:perCPU|GB-Hours|EphemeralStorage-GB-Hours)$/;

const MEASURES: ReadonlyMap<string, keyof Required<RegionPrices>> = new Map([
  ['vCPU-Hours:perCPU', 'vcpuHour'],
  ['GB-Hours', 'gigabyteHour'],
  ['EphemeralStorage-GB-Hours', 'storageGigabyteHour'],
]);

/**
 * The prices in an offer file of the AWS price list.
 *
 * Source: AWS Price List Bulk API, "Reading the service price list file".
 * @throws Error where two prices of one region contradict each other, or where there is none.
 */
export function readPriceList(text: string): PriceList {
  const document = new Field(JSON.parse(text));
  const found = new Map<string, Partial<Record<keyof RegionPrices, number>>>();
  for (const [sku, product] of document.get('products').entries()) {
    const attributes = product.get('attributes');
    const [, unit = ''] = USAGE_TYPE.exec(attributes.get('usagetype').string() ?? '') ?? [];
    const measure = MEASURES.get(unit);
    const region = attributes.get('regionCode').string() ?? '';
    if (measure === undefined || region === '') continue;
    const price = onDemandPrice(document, sku);
    const prices = found.get(region) ?? {};
    const before = prices[measure];
    if (before !== undefined && before !== price) throw new Error(`${region}: ${measure} is ${before} and ${price}`);
    found.set(region, { ...prices, [measure]: price });
  }
  return { publishedOn: (document.get('publicationDate').string() ?? '').slice(0, 10), regions: complete(found) };
}

function onDemandPrice(document: Field, sku: string): number {
  const terms = document.get('terms').get('OnDemand').get(sku).entries();
  const dimensions = terms.flatMap(([, term]) => term.get('priceDimensions').entries());
  const [first, ...others] = dimensions.map(([, dimension]) => dimension.get('pricePerUnit').get('USD').string());
  if (first === undefined || others.length > 0) throw new Error(`${sku}: expected one price in US dollars`);
  const price = Number(first);
  if (!(price > 0)) throw new Error(`${sku}: ${first} is no price`);
  return price;
}

/** A region without a price of vCPU or memory is of no use. */
function complete(
  found: ReadonlyMap<string, Partial<Record<keyof RegionPrices, number>>>,
): ReadonlyMap<string, RegionPrices> {
  const regions = [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([region, { vcpuHour, gigabyteHour, storageGigabyteHour }]): readonly [string, RegionPrices][] => {
      if (vcpuHour === undefined || gigabyteHour === undefined) return [];
      const storage = storageGigabyteHour === undefined ? {} : { storageGigabyteHour };
      return [[region, { vcpuHour, gigabyteHour, ...storage }]];
    });
  if (regions.length === 0) throw new Error('the price list has no price of Fargate');
  return new Map(regions);
}

/** `src/fargate/regional-prices.ts`. */
export function pricesModule({ publishedOn, regions }: PriceList): string {
  const rows = Array.from(regions, ([region, prices]) => {
    const fields = Object.entries(prices).map(([name, price]) => `${name}: ${price}`);
    return `  '${region}': { ${fields.join(', ')} },`;
  });
  return `import type { Prices } from './cost.ts';

/**
 * US dollars, of Fargate for Linux/x86. \`npm run prices\` writes this file.
 *
 * Source: AWS price list of EKS, usage types \`Fargate-vCPU-Hours:perCPU\`, \`Fargate-GB-Hours\`, \`Fargate-EphemeralStorage-GB-Hours\`.
 */
export const PRICES_AS_OF = '${publishedOn}';

export const REGIONAL_PRICES: Readonly<Record<string, Prices>> = {
${rows.join('\n')}
};
`;
}
