export interface DrainOptions {
  /** How long calls are still answered while endpoints forget this pod. */
  readonly quietPeriodMs: number;
  readonly wait: (delayMs: number) => Promise<void>;
}

/** The first half of stopping: not ready any more, and still answering. */
export interface Drain {
  isDraining(): boolean;
  /** Resolves at the end of the quiet period. */
  begin(): Promise<void>;
}

export function createDrain({ quietPeriodMs, wait }: DrainOptions): Drain {
  let isUnderWay = false;
  return {
    isDraining: () => isUnderWay,
    begin: () => {
      isUnderWay = true;
      return wait(quietPeriodMs);
    },
  };
}
