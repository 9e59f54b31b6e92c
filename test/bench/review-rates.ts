import { type Contestant, withContestants } from './contestant.ts';
import { type BenchReview, benchReviews } from './reviews.ts';
import { joinRounds, playRounds, type Rounds } from './rounds.ts';
import { loader, type Setting, WARM_UP_SECONDS } from './setting.ts';
import { FLOOR, OURS, PLAIN_EXPRESS } from './stage.ts';
import { figures, perSecond, ratios, spreadText, tableText } from './table.ts';

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
  const { startFloor, startPlainExpress, startOurs } = setting.stage;
  const played = new Map<string, Rounds>();
  for (let start = 0; start < setting.starts; start += 1) {
    await withContestants([startFloor, startPlainExpress, startOurs], async (contestants) => {
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

async function measureRate(contestants: readonly Contestant[], review: BenchReview, setting: Setting): Promise<Rounds> {
  const warmUp = loader(setting, review, { seconds: WARM_UP_SECONDS });
  for (const contestant of contestants) await warmUp(contestant);
  return playRounds({ ...setting, contestants, saturates: true, load: loader(setting, review) });
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
