import type { Amount, Prices } from './cost.ts';
import { HOURS_PER_MONTH } from './estimate.ts';
import { PRICES_AS_OF, REGIONAL_PRICES } from './regional-prices.ts';

/** What an estimate is made with: data transfer and taxes are left out. */
export interface ReportedPrices {
  /** ISO 4217. */
  readonly currency: string;
  /** After discounts, in the currency. */
  readonly vcpuHour: number;
  readonly gigabyteHour: number;
  /** Of ephemeral storage beyond 20 GB; absent where it is not known, and then it is left out. */
  readonly storageGigabyteHour?: number;
  readonly hoursPerMonth: number;
  /** Where they come from, in words. */
  readonly source: string;
}

export interface WantedPrices {
  /** US dollars. */
  readonly given: { readonly [Key in keyof Required<Prices>]: number | undefined };
  readonly discountPercent: number;
  readonly savingsPlanPercent: number;
  readonly currency: Currency;
}

export interface Currency {
  readonly code: string;
  /** Of it, for one US dollar. */
  readonly rate: number;
}

export const DOLLAR: Currency = { code: 'USD', rate: 1 };
const DEFAULT_REGION = 'us-east-1';

export function pricesOf(region: string | undefined, wanted: WantedPrices): ReportedPrices {
  const { given, discountPercent, savingsPlanPercent, currency } = wanted;
  const known = region !== undefined && Object.hasOwn(REGIONAL_PRICES, region) ? REGIONAL_PRICES[region] : undefined;
  const base = known ?? REGIONAL_PRICES[DEFAULT_REGION] ?? { vcpuHour: 0, gigabyteHour: 0 };
  const factor = currency.rate * (1 - discountPercent / 100);
  const computeFactor = factor * (1 - savingsPlanPercent / 100);
  const storage = given.storageGigabyteHour ?? base.storageGigabyteHour;
  return {
    currency: currency.code,
    vcpuHour: withoutNoise((given.vcpuHour ?? base.vcpuHour) * computeFactor),
    gigabyteHour: withoutNoise((given.gigabyteHour ?? base.gigabyteHour) * computeFactor),
    ...(storage === undefined ? {} : { storageGigabyteHour: withoutNoise(storage * factor) }),
    hoursPerMonth: HOURS_PER_MONTH,
    source: [baseSource(region, known !== undefined, wanted), ...changesIn(wanted)].join(', '),
  };
}

/** Without anything that a user gives. @param region of AWS; of one that is not known, the source says whose prices count. */
export function publicPrices(region = DEFAULT_REGION): ReportedPrices {
  const given = { vcpuHour: undefined, gigabyteHour: undefined, storageGigabyteHour: undefined };
  return pricesOf(region, { given, discountPercent: 0, savingsPlanPercent: 0, currency: DOLLAR });
}

/** Products of fractions end in noise. */
function withoutNoise(price: number): number {
  return Number(price.toPrecision(8));
}

function baseSource(region: string | undefined, isKnown: boolean, { given }: WantedPrices): string {
  const { vcpuHour, gigabyteHour } = given;
  if (vcpuHour !== undefined && gigabyteHour !== undefined) return 'prices given by the user';
  const place = isKnown ? region : DEFAULT_REGION;
  const why =
    region === undefined ? 'the region of the cluster is not known (--region)' : `that of ${region} is not known`;
  const publicPrice = `public price of ${place}, Linux/x86, as of ${PRICES_AS_OF}${isKnown ? '' : `, since ${why}`}`;
  return vcpuHour === undefined && gigabyteHour === undefined
    ? publicPrice
    : `prices given by the user and ${publicPrice}`;
}

function changesIn({ discountPercent, savingsPlanPercent, currency }: WantedPrices): readonly string[] {
  return [
    ...(savingsPlanPercent === 0 ? [] : [`less ${savingsPlanPercent} % by Savings Plans`]),
    ...(discountPercent === 0 ? [] : [`less ${discountPercent} % discount`]),
    ...(currency === DOLLAR ? [] : [`at ${currency.rate} ${currency.code} a US dollar`]),
  ];
}

/** `An estimate by the public price of eu-west-1, …: $0.04048 a vCPU-hour, …`, for what is billed. */
export function describeEstimate(prices: ReportedPrices, { storageGigabytes = 0 }: Amount): string {
  const { source, vcpuHour, gigabyteHour, storageGigabyteHour, hoursPerMonth, currency } = prices;
  const rate = (price: number) => (currency === DOLLAR.code ? `$${price}` : `${currency} ${price}`);
  const storage =
    storageGigabyteHour === undefined
      ? 'storage over 20 GB a pod left out, since its price is not known'
      : `${rate(storageGigabyteHour)} a GB-hour of storage over 20 GB a pod`;
  const parts = [
    `${rate(vcpuHour)} a vCPU-hour`,
    `${rate(gigabyteHour)} a GB-hour`,
    ...(storageGigabytes === 0 ? [] : [storage]),
    `${hoursPerMonth} hours a month`,
  ];
  return `An estimate by the ${source}: ${parts.join(', ')}.`;
}
