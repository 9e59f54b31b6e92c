import type { LoadResult } from './load.ts';
import type { Rounds } from './rounds.ts';
import { type Spread, spreadOf } from './statistics.ts';

export interface Comparison {
  readonly of: string;
  readonly to: string;
}

/** Of one contestant's figure to another's, in each round by itself: what disturbs both cancels out. */
export function ratios({ kept }: Rounds, { of, to }: Comparison, figure: (result: LoadResult) => number): Spread {
  return spreadOf(
    kept.flatMap((round) => {
      const [one, other] = [round.get(of), round.get(to)];
      return one === undefined || other === undefined ? [] : [figure(one) / figure(other)];
    }),
  );
}

export function figures({ kept }: Rounds, name: string, figure: (result: LoadResult) => number): Spread {
  return spreadOf(
    kept
      .map((round) => round.get(name))
      .filter((result) => result !== undefined)
      .map(figure),
  );
}

/** Markdown. */
export function tableText(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = header.map(() => '---');
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** `0.85 (0.83–0.88)`: the median, and between what it lies. */
export function spreadText({ min, median, max }: Spread, digits = 2): string {
  const [low, middle, high] = [min, median, max].map((value) => value.toFixed(digits));
  return `${middle} (${low}–${high})`;
}

export function perSecond({ calls, seconds }: LoadResult): number {
  return calls / seconds;
}
