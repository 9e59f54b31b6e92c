import { existsSync, readFileSync } from 'node:fs';
import { type Contestant, withContestants } from './contestant.ts';
import { CONNECTIONS, type LoadResult } from './load.ts';
import { type BenchReview, benchReviews } from './reviews.ts';
import { playRounds, type Rounds, type RoundsOptions } from './rounds.ts';
import { loader, type Setting, WARM_UP_SECONDS } from './setting.ts';
import { FLOOR, OURS, type Stage } from './stage.ts';
import { spreadOf } from './statistics.ts';
import { figures, perSecond, ratios, spreadText, tableText } from './table.ts';

/** Of whole processes: how soon they answer under less than all that they can bear, and what they take. */
export async function measureProcesses(setting: Setting): Promise<string> {
  const [review] = benchReviews();
  if (review === undefined) throw new Error('there are no reviews');
  const { stage } = setting;
  const compared = await withContestants([stage.startFloor, stage.startOurs], async (contestants) => [
    ...latencyRows(await measureAtHalf(contestants, review, setting)),
    handshakeRow(await measureHandshakes(contestants, review, setting)),
  ]);
  const rows = [
    ...compared,
    ['start to listening', `${spreadText(spreadOf(await startTimes(stage)), 0)} ms`],
    ['resident memory at rest, after 100,000 and 200,000 reviews', await memory(setting, review)],
  ];
  return tableText(['figure', 'fargate-admission'], rows);
}

/** So long that the handshakes of its start are under a hundredth of its calls, and p99 is that of reviews. */
const LATENCY_SECONDS = 5;

/** Both at the same rate, or nearly: as much of a pause as makes half of the lesser of what each can bear. */
async function measureAtHalf(
  contestants: readonly Contestant[],
  review: BenchReview,
  setting: Setting,
): Promise<Rounds> {
  const warmUp = loader(setting, review, { seconds: WARM_UP_SECONDS });
  const topRates: number[] = [];
  for (const contestant of contestants) topRates.push(perSecond(await warmUp(contestant)));
  const pauseMs = Math.round((CONNECTIONS / (Math.min(...topRates) / 2)) * 1_000);
  return playUnsaturated(contestants, setting, loader(setting, review, { pauseMs, seconds: LATENCY_SECONDS }));
}

/** A handshake costs the load as much as the server, so that either may be what is measured. */
function measureHandshakes(contestants: readonly Contestant[], review: BenchReview, setting: Setting): Promise<Rounds> {
  return playUnsaturated(contestants, setting, loader(setting, review, { closesConnections: true }));
}

/** As many rounds as at full load, without new starts. */
function playUnsaturated(
  contestants: readonly Contestant[],
  { cores, starts, rounds }: Setting,
  load: RoundsOptions['load'],
): Promise<Rounds> {
  return playRounds({ contestants, cores, rounds: starts * rounds, saturates: false, load });
}

function latencyRows(rounds: Rounds): readonly (readonly string[])[] {
  const rate = figures(rounds, OURS, perSecond).median.toFixed(0);
  const row = (name: string, figure: (result: LoadResult) => number) => {
    const ratio = spreadText(ratios(rounds, { of: OURS, to: FLOOR }, figure));
    return [
      `${name} at ${rate} reviews/s`,
      `${spreadText(figures(rounds, OURS, figure))} ms; to the floor's: ${ratio}`,
    ];
  };
  return [row('p50', ({ p50Ms }) => p50Ms), row('p99', ({ p99Ms }) => p99Ms), row('p99.9', ({ p999Ms }) => p999Ms)];
}

function handshakeRow(rounds: Rounds): readonly string[] {
  const ratio = spreadText(ratios(rounds, { of: OURS, to: FLOOR }, perSecond));
  const rate = figures(rounds, OURS, perSecond);
  return ['TLS handshakes, each with one review', `${spreadText(rate, 0)} a second; to the floor's: ${ratio}`];
}

async function startTimes({ startOurs }: Stage): Promise<readonly number[]> {
  const times: number[] = [];
  for (let start = 0; start < 5; start += 1) {
    const ours = await startOurs();
    times.push(ours.startMs);
    await ours.stop();
  }
  return times;
}

function memory(setting: Setting, review: BenchReview): Promise<string> {
  const load = loader(setting, review);
  return withContestants([setting.stage.startOurs], async ([ours]) => {
    if (ours === undefined) throw new Error('ours was not started');
    const sizes = [residentMB(ours)];
    for (const _ of ['first', 'second']) {
      for (let calls = 0; calls < 100_000; ) calls += (await load(ours)).calls;
      sizes.push(residentMB(ours));
    }
    return sizes.map((size) => `${size} MB`).join(', ');
  });
}

function residentMB({ processId }: Contestant): string {
  const file = `/proc/${processId}/status`;
  if (!existsSync(file)) return 'unknown';
  const [, kB = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8')) ?? [];
  return (Number(kB) / 1_000).toFixed(0);
}
