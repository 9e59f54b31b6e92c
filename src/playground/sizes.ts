import { SIZES } from '../fargate/capacity.ts';
import { type Amount, billedAmount, provisionedAmount, requestedAmount, unusedAmount } from '../fargate/cost.ts';
import { monthly, rounded, type Saving, savingFor } from '../fargate/estimate.ts';
import { describeEstimate, type ReportedPrices } from '../fargate/price-list.ts';
import { REGIONAL_PRICES } from '../fargate/regional-prices.ts';
import type { Explanation } from '../inspection/explanation.ts';

/** Every size of Fargate with its price: the same for all workloads. */
export interface SizeTable {
  readonly rows: readonly SizeRow[];
  /** ISO 4217. */
  readonly currency: string;
  /** Where the prices come from, and what is multiplied, in words. */
  readonly estimate: string;
}

export interface SizeRow {
  readonly vcpu: number;
  readonly cells: readonly { readonly memoryGB: number; readonly costPerMonth: number }[];
}

/** The size of one workload's pods, about which the explanation has the arithmetic. */
export interface PlaygroundSize {
  /** Undefined where no size holds the pod, or a quantity is invalid. */
  readonly chosen?: ChosenSize;
}

export interface ChosenSize {
  /** A cell of the table. */
  readonly vcpu: number;
  readonly memoryGB: number;
  /** What is billed for one pod, with ephemeral storage beyond 20 GB. */
  readonly billed: Amount;
  readonly costPerMonth: number;
  /** Billed beyond what the pod requests and what Fargate takes for itself. */
  readonly unused: Amount;
  readonly unusedCostPerMonth: number;
  /** How many pods the workload keeps running. */
  readonly replicas: number;
  /** The least change of requests that saves a step, for one pod; absent for the smallest size. */
  readonly step?: Saving;
}

/** Those whose public prices are known, in name order. */
export const REGIONS: readonly string[] = Object.keys(REGIONAL_PRICES).toSorted();

/** The words name the price of storage where some pod is billed for it. */
export function sizeTable(prices: ReportedPrices, sizes: readonly PlaygroundSize[]): SizeTable {
  const storageGigabytes = sizes.reduce((sum, { chosen }) => sum + (chosen?.billed.storageGigabytes ?? 0), 0);
  const cellOf = (vcpu: number) => (memoryGB: number) => ({
    memoryGB,
    costPerMonth: monthly(provisionedAmount({ vcpu, memoryGB }), prices),
  });
  return {
    rows: SIZES.map(({ vcpu, memoriesGB }) => ({ vcpu, cells: memoriesGB.map(cellOf(vcpu)) })),
    currency: prices.currency,
    estimate: describeEstimate(prices, { vcpu: 0, gigabytes: 0, storageGigabytes }),
  };
}

export function sizeOf({ size, workload, replicas }: Explanation, prices: ReportedPrices): PlaygroundSize {
  if (size.kind === 'invalid-quantity' || size.capacity.kind !== 'provisioned') return {};
  const { capacity } = size;
  const requests = { cpu: size.cpu.requested, memory: size.memory.requested };
  const billed = billedAmount(capacity, workload.pod);
  const unused = unusedAmount(requestedAmount(requests), provisionedAmount(capacity));
  const step = savingFor(requests, 1, prices);
  return {
    chosen: {
      vcpu: capacity.vcpu,
      memoryGB: capacity.memoryGB,
      billed: rounded(billed),
      costPerMonth: monthly(billed, prices),
      unused: rounded(unused),
      unusedCostPerMonth: monthly(unused, prices),
      replicas,
      ...(step === undefined ? {} : { step }),
    },
  };
}
