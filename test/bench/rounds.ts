import type { Contestant } from './contestant.ts';
import { type CoreShares, type Cores, readCoreTimes, sharesBetween } from './cores.ts';
import type { LoadResult } from './load.ts';

export interface RoundsOptions {
  readonly contestants: readonly Contestant[];
  readonly cores: Cores | undefined;
  /** That are to be kept. */
  readonly rounds: number;
  /** Loads one of them once. */
  readonly load: (contestant: Contestant) => Promise<LoadResult>;
  /** Whether the load is meant to take all that a server can give. */
  readonly saturates: boolean;
}

export interface Rounds {
  /** Of each round that is kept, by the contestant's name. */
  readonly kept: readonly ReadonlyMap<string, LoadResult>[];
  readonly thrownOut: number;
}

export function joinRounds(some: Rounds | undefined, more: Rounds): Rounds {
  if (some === undefined) return more;
  return { kept: [...some.kept, ...more.kept], thrownOut: some.thrownOut + more.thrownOut };
}

/** Something else had more of the servers' core, so that it was not the server that was measured. */
const MAX_OF_OTHERS = 0.05;

/** A server that was kept waiting by its load has shown nothing. */
const LEAST_OF_SERVER = 0.9;

/** On a machine that never rests there would be no end. */
const MAX_ATTEMPTS_PER_ROUND = 4;

/** One after the other in each round, each time another one first. */
export async function playRounds(options: RoundsOptions): Promise<Rounds> {
  const { rounds, contestants } = options;
  const kept: ReadonlyMap<string, LoadResult>[] = [];
  let attempts = 0;
  while (kept.length < rounds && attempts < rounds * MAX_ATTEMPTS_PER_ROUND) {
    const first = attempts % contestants.length;
    attempts += 1;
    const round = await playRound([...contestants.slice(first), ...contestants.slice(0, first)], options);
    if (round !== undefined) kept.push(round);
  }
  return { kept, thrownOut: attempts - kept.length };
}

/** undefined: disturbed. */
async function playRound(
  contestants: readonly Contestant[],
  { cores, load, saturates }: RoundsOptions,
): Promise<ReadonlyMap<string, LoadResult> | undefined> {
  const results = new Map<string, LoadResult>();
  for (const contestant of contestants) {
    const { result, shares } = await watched(contestant, cores, load);
    if (shares !== undefined && isDisturbed(shares, saturates)) return undefined;
    results.set(contestant.name, result);
  }
  return results;
}

function isDisturbed({ server, others }: CoreShares, saturates: boolean): boolean {
  return others > MAX_OF_OTHERS || (saturates && server < LEAST_OF_SERVER);
}

async function watched(contestant: Contestant, cores: Cores | undefined, load: RoundsOptions['load']) {
  if (cores === undefined) return { result: await load(contestant), shares: undefined };
  const before = readCoreTimes(cores.server, contestant.processId);
  const result = await load(contestant);
  return { result, shares: sharesBetween(before, readCoreTimes(cores.server, contestant.processId)) };
}
