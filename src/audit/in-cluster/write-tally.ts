/** What becomes of a report that has to be written or deleted. */
export const WRITE_RESULTS = ['written', 'deleted', 'gone', 'conflict', 'failed'] as const;
export type WriteResult = (typeof WRITE_RESULTS)[number];

export type WriteCounts = Readonly<Partial<Record<WriteResult, number>>>;

/** What became of the reports of one audit. */
export class WriteTally {
  readonly #count: (result: WriteResult) => void;
  readonly #counts = new Map<WriteResult, number>();
  #problem: string | undefined;

  constructor(count: (result: WriteResult) => void) {
    this.#count = count;
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
