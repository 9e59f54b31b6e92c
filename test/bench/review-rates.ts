import type { Contestant } from './contestant.ts';
import type { Cores } from './cores.ts';
import type { Load } from './load.ts';
import { type BenchReview, benchReviews } from './reviews.ts';
import { joinRounds, playRounds, type Rounds } from './rounds.ts';
import { FLOOR, OURS, PLAIN_EXPRESS, type Stage } from './stage.ts';
import { figures, perSecond, ratios, spreadText, tableText } from './table.ts';

export interface Setting {
  readonly stage: Stage;
  readonly cores: Cores | undefined;
  readonly load: Load;
  /** How often the contestants are started anew: one process may be some percent faster than the next of the same program. */
  readonly starts: number;
  /** That are kept, of each start. */
  readonly rounds: number;
  /** Of each load. */
  readonly seconds: number;
}

const HEADER = [
  'review',
  'ours : floor',
  'ours : plain express',
  'plain express : floor',
  'p99, ours : floor',
  'floor, reviews/s',
  'rounds kept + thrown out',
];

/** Reviews a second of all contestants at full load, as ratios: median, and least to most. */
export async function measureReviewRates(setting: Setting): Promise<string> {
  const played = new Map<string, Rounds>();
  for (let start = 0; start < setting.starts; start += 1) {
    await withContestants(setting.stage, async (contestants) => {
      for (const review of benchReviews()) {
        const rounds = await measureRate(contestants, review, setting);
        played.set(review.name, joinRounds(played.get(review.name), rounds));
      }
    });
  }
  return tableText(
    HEADER,
    [...played].map(([name, rounds]) => rowOf(name, rounds)),
  );
}

async function withContestants(
  { startFloor, startPlainExpress, startOurs }: Stage,
  act: (contestants: readonly Contestant[]) => Promise<void>,
): Promise<void> {
  const contestants = [await startFloor(), await startPlainExpress(), await startOurs()];
  try {
    await act(contestants);
  } finally {
    for (const contestant of contestants) await contestant.stop();
  }
}

/** It takes tens of thousands of calls until nothing is compiled any more. */
const WARM_UP_SECONDS = 8;

async function measureRate(
  contestants: readonly Contestant[],
  { path, body }: BenchReview,
  { cores, load, rounds, seconds }: Setting,
): Promise<Rounds> {
  const loadOne = ({ port }: Contestant, duration: number) =>
    load({ url: `https://127.0.0.1:${port}${path}`, body, seconds: duration });
  for (const contestant of contestants) await loadOne(contestant, WARM_UP_SECONDS);
  return playRounds({
    contestants,
    cores,
    rounds,
    saturates: true,
    load: (contestant) => loadOne(contestant, seconds),
  });
}

function rowOf(name: string, rounds: Rounds): readonly string[] {
  const ratio = (of: string, to: string) => spreadText(ratios(rounds, { of, to }, perSecond));
  return [
    name,
    ratio(OURS, FLOOR),
    ratio(OURS, PLAIN_EXPRESS),
    ratio(PLAIN_EXPRESS, FLOOR),
    spreadText(ratios(rounds, { of: OURS, to: FLOOR }, ({ p99Ms }) => p99Ms)),
    figures(rounds, FLOOR, perSecond).median.toFixed(0),
    `${rounds.kept.length} + ${rounds.thrownOut}`,
  ];
}
