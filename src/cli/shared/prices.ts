import type { Command } from 'commander';
import type { ReportedPrices } from '../../audit/report/report.ts';
import { HOURS_PER_MONTH } from '../../audit/totals.ts';
import type { Amount, Prices } from '../../fargate/cost.ts';
import { PRICES_AS_OF, REGIONAL_PRICES } from '../../fargate/regional-prices.ts';
import type { SettingReader } from '../../settings/reader.ts';
import { parsed, refused, type ValueType } from '../../settings/value-type.ts';
import { type Flag, readTyped } from './flags.ts';

export const PRICE_FLAGS = {
  region: {
    name: 'region',
    placeholder: 'REGION',
    description: 'AWS region whose public prices count (default: that of the nodes, else us-east-1)',
  },
  vcpuHour: {
    name: 'price-vcpu-hour',
    placeholder: 'USD',
    description: 'price of a vCPU-hour, instead of the public one',
  },
  gigabyteHour: {
    name: 'price-gb-hour',
    placeholder: 'USD',
    description: 'price of a GB-hour of memory, instead of the public one',
  },
  storageGigabyteHour: {
    name: 'price-storage-gb-hour',
    placeholder: 'USD',
    description: 'price of a GB-hour of ephemeral storage beyond 20 GB a pod, instead of the public one',
  },
  discount: { name: 'discount', placeholder: 'PERCENT', description: 'discount on all prices (default: 0)' },
  savingsPlan: {
    name: 'savings-plan',
    placeholder: 'PERCENT',
    description: 'what Savings Plans take off vCPU and memory, on average (default: 0)',
  },
  currencyRate: {
    name: 'currency-rate',
    placeholder: 'CODE=RATE',
    description: 'currency of the report, and what a US dollar is in it, such as EUR=0.92 (default: USD=1)',
  },
} as const satisfies Readonly<Record<string, Flag>>;

/** The prices of a cluster. Undefined: its region is not known. */
export type PricesIn = (region: string | undefined) => ReportedPrices;

/** The reader rejects invalid ones. */
export function readPrices(command: Command, reader: SettingReader): PricesIn {
  const price = (flag: Flag) => readTyped(command, { flag, type: PRICE, reader });
  const percent = (flag: Flag) => readTyped(command, { flag, type: PERCENT, reader }) ?? 0;
  const wanted: WantedPrices = {
    given: {
      vcpuHour: price(PRICE_FLAGS.vcpuHour),
      gigabyteHour: price(PRICE_FLAGS.gigabyteHour),
      storageGigabyteHour: price(PRICE_FLAGS.storageGigabyteHour),
    },
    discountPercent: percent(PRICE_FLAGS.discount),
    savingsPlanPercent: percent(PRICE_FLAGS.savingsPlan),
    currency: readTyped(command, { flag: PRICE_FLAGS.currencyRate, type: CURRENCY_RATE, reader }) ?? DOLLAR,
  };
  const region = readTyped(command, { flag: PRICE_FLAGS.region, type: REGION, reader });
  return (found) => pricesOf(region ?? found, wanted);
}

interface WantedPrices {
  /** US dollars. */
  readonly given: { readonly [Key in keyof Required<Prices>]: number | undefined };
  readonly discountPercent: number;
  readonly savingsPlanPercent: number;
  readonly currency: Currency;
}

interface Currency {
  readonly code: string;
  /** Of it, for one US dollar. */
  readonly rate: number;
}

const DOLLAR: Currency = { code: 'USD', rate: 1 };
const DEFAULT_REGION = 'us-east-1';

function pricesOf(region: string | undefined, wanted: WantedPrices): ReportedPrices {
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

/** US dollars. */
const PRICE: ValueType<number> = {
  placeholder: 'USD',
  parse: (text) => (/^\d{1,6}(\.\d{1,9})?$/.test(text) ? parsed(Number(text)) : refused('US dollars, such as 0.04048')),
  format: String,
};

const PERCENT: ValueType<number> = {
  placeholder: 'PERCENT',
  parse: (text) =>
    /^\d{1,3}(\.\d{1,3})?$/.test(text) && Number(text) <= 100
      ? parsed(Number(text))
      : refused('a percentage from 0 to 100, such as 12.5'),
  format: String,
};

const REGION: ValueType<string> = {
  placeholder: 'REGION',
  parse: (text) =>
    /^[a-z]{2}(-[a-z]{2,12}){1,3}-\d{1,2}$/.test(text) ? parsed(text) : refused('an AWS region, such as eu-west-1'),
  format: String,
};

const CURRENCY_RATE: ValueType<Currency> = {
  placeholder: 'CODE=RATE',
  parse: (text) => {
    const [, code = '', rate = ''] = /^([A-Z]{3})=(\d{1,7}(?:\.\d{1,6})?)$/.exec(text) ?? [];
    return Number(rate) > 0
      ? parsed({ code, rate: Number(rate) })
      : refused('a currency and its rate, such as EUR=0.92');
  },
  format: ({ code, rate }) => `${code}=${rate}`,
};
