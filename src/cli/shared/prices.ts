import type { Command } from 'commander';
import { type Currency, DOLLAR, pricesOf, type ReportedPrices, type WantedPrices } from '../../fargate/price-list.ts';
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
