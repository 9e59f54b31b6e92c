import { type Amount, addAmounts, type Prices, unusedAmount } from '../fargate/cost.ts';
import { monthly, rounded } from '../fargate/estimate.ts';
import type { AuditedPod, FargateTotals, Totals } from './report/report.ts';
import { RESULTS, type Result } from './result.ts';

type Counted = Pick<AuditedPod, 'result' | 'requested' | 'provisioned'>;

/** Adds pods up. */
export class TotalsCount {
  #pods = 0;
  #fargatePods = 0;
  readonly #results = new Map<Result, number>();
  #requested = NOTHING;
  #provisioned = NOTHING;
  #unused = NOTHING;

  add({ result, requested, provisioned }: Counted): void {
    this.#pods += 1;
    this.#results.set(result, (this.#results.get(result) ?? 0) + 1);
    if (provisioned === undefined) return;
    this.#fargatePods += 1;
    this.#requested = addAmounts(this.#requested, requested);
    this.#provisioned = addAmounts(this.#provisioned, provisioned);
    this.#unused = addAmounts(this.#unused, unusedAmount(requested, provisioned));
  }

  totals(prices: Prices): Totals {
    const of = (result: Result): number => this.#results.get(result) ?? 0;
    return {
      pods: this.#pods,
      results: { error: of('error'), fail: of('fail'), warn: of('warn'), pass: of('pass'), skip: of('skip') },
      fargate: this.#fargateTotals(prices),
    };
  }

  /** The worst that there is; `skip` where there is nothing. */
  worst(): Result {
    return RESULTS.find((result) => this.#results.has(result)) ?? 'skip';
  }

  #fargateTotals(prices: Prices): FargateTotals {
    return {
      pods: this.#fargatePods,
      requested: rounded(this.#requested),
      provisioned: rounded(this.#provisioned),
      unused: rounded(this.#unused),
      costPerMonth: monthly(this.#provisioned, prices),
      unusedCostPerMonth: monthly(this.#unused, prices),
    };
  }
}

const NOTHING: Amount = { vcpu: 0, gigabytes: 0 };
