import type { Contestant } from './contestant.ts';
import type { Cores } from './cores.ts';
import type { Load, LoadResult } from './load.ts';
import type { BenchReview } from './reviews.ts';
import type { Stage } from './stage.ts';

/** How servers are measured: the same for all tables of one run. */
export interface Setting {
  readonly stage: Stage;
  readonly cores: Cores | undefined;
  readonly load: Load;
  /** How often the contestants are restarted: one process may be some percent faster than the next of the same program. */
  readonly starts: number;
  /** That are kept, of each start. */
  readonly rounds: number;
  /** Of each load. */
  readonly seconds: number;
}

/** It takes tens of thousands of calls until nothing is compiled any more. */
export const WARM_UP_SECONDS = 8;

interface Given {
  readonly seconds?: number;
  readonly pauseMs?: number;
  readonly closesConnections?: boolean;
}

/** Sends one review to whichever server it is given, for the setting's time by default. */
export function loader({ load, seconds }: Setting, { path, body }: BenchReview, given: Given = {}) {
  return ({ port }: Contestant): Promise<LoadResult> =>
    load({ url: `https://127.0.0.1:${port}${path}`, body, seconds, ...given });
}
