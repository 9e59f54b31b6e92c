import { Counter, type Registry } from 'prom-client';

interface Count {
  steps: number;
}

/** Counts by value, from values that are known from the start. */
export class Tally {
  readonly #counts: Map<string, Count>;

  constructor(values: readonly string[]) {
    this.#counts = new Map(values.map((value) => [value, { steps: 0 }]));
  }

  add(value: string): void {
    const count = this.#counts.get(value);
    if (count === undefined) this.#counts.set(value, { steps: 1 });
    else count.steps += 1;
  }

  /** Hands over the steps that each value has made since the last time. */
  take(report: (value: string, steps: number) => void): void {
    for (const [value, count] of this.#counts) {
      report(value, count.steps);
      count.steps = 0;
    }
  }
}

export interface TalliedCounter {
  readonly name: string;
  readonly help: string;
  readonly labelName: string;
  readonly values: readonly string[];
}

/**
 * A counter of one label. prom-client makes a text of the labels of every step, to find the series by, so it gets the
 * steps at the scrape only: a review of a pod with six findings makes eight.
 */
export function talliedCounter(registry: Registry, counter: TalliedCounter): Tally {
  const { name, help, labelName, values } = counter;
  const tally = new Tally(values);
  new Counter({
    name,
    help,
    labelNames: [labelName],
    registers: [registry],
    collect() {
      tally.take((value, steps) => this.inc({ [labelName]: value }, steps));
    },
  });
  return tally;
}
