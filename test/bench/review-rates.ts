import type { Contestant } from './contestant.ts';
import type { Cores } from './cores.ts';
import type { Load } from './load.ts';
import { type BenchReview, benchReviews } from './reviews.ts';
import { playRounds, type Rounds } from './rounds.ts';
import { FLOOR, OURS, PLAIN_EXPRESS } from './stage.ts';
import { figures, perSecond, ratios, spreadText, tableText } from './table.ts';

export interface Setting {
  readonly contestants: readonly Contestant[];
  readonly cores: Cores | undefined;
  readonly load: Load;
  readonly rounds: number;
  /** Of each load. */
  readonly seconds: number;
}

const HEADER = [
  'review',
  'ours : floor',
  'ours : plain express',
  'plain express : floor',
  'floor, reviews/s',
  'rounds kept + thrown out',
];

/** Reviews a second of all contestants, as ratios: median, and least to most. */
export async function measureReviewRates(setting: Setting): Promise<string> {
  const rows: (readonly string[])[] = [];
  for (const review of benchReviews()) rows.push(rowOf(review, await measureRate(setting, review)));
  return tableText(HEADER, rows);
}

const WARM_UP_SECONDS = 3;

async function measureRate({ contestants, cores, load, rounds, seconds }: Setting, review: BenchReview) {
  const loadOne = ({ port }: Contestant, duration: number) =>
    load({ url: `https://127.0.0.1:${port}${review.path}`, body: review.body, seconds: duration });
  // The first calls find nothing compiled.
  for (const contestant of contestants) await loadOne(contestant, WARM_UP_SECONDS);
  return playRounds({
    contestants,
    cores,
    rounds,
    saturates: true,
    load: (contestant) => loadOne(contestant, seconds),
  });
}

function rowOf({ name }: BenchReview, rounds: Rounds): readonly string[] {
  const ratio = (of: string, to: string) => spreadText(ratios(rounds, { of, to }, perSecond));
  return [
    name,
    ratio(OURS, FLOOR),
    ratio(OURS, PLAIN_EXPRESS),
    ratio(PLAIN_EXPRESS, FLOOR),
    figures(rounds, FLOOR, perSecond).median.toFixed(0),
    `${rounds.kept.length} + ${rounds.thrownOut}`,
  ];
}
