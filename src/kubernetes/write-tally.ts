import type { WriteOutcome } from './kept-object.ts';

/** What becomes of an object that has to be written or deleted. */
export const WRITE_RESULTS = ['written', 'deleted', 'gone', 'conflict', 'failed'] as const;
export type WriteResult = (typeof WRITE_RESULTS)[number];

export type WriteCounts = Readonly<Partial<Record<WriteResult, number>>>;

/** What became of all objects that had to be. */
export class WriteTally {
  readonly #count: (result: WriteResult) => void;
  readonly #counts = new Map<WriteResult, number>();
  #problem: string | undefined;

  constructor(count: (result: WriteResult) => void) {
    this.#count = count;
  }

  /** `done`: what it is where it succeeds. */
  take(done: WriteResult, outcome: WriteOutcome): void {
    if (outcome.kind === 'failed') this.fail(outcome.reason);
    else this.add(outcome.kind === 'done' ? done : outcome.kind);
  }

  add(result: WriteResult): void {
    this.#counts.set(result, (this.#counts.get(result) ?? 0) + 1);
    this.#count(result);
  }

  fail(reason: string): void {
    this.add('failed');
    this.note(reason);
  }

  /** Something to know that is no failure. */
  note(problem: string): void {
    this.#problem ??= problem;
  }

  /** The first; the others are most often the same. */
  get problem(): string | undefined {
    return this.#problem;
  }

  get counts(): WriteCounts {
    return Object.fromEntries(this.#counts);
  }
}
