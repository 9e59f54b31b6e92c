import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Clock, Timer } from '../runtime/clock.ts';
import { type FileWatch, watchFiles } from '../runtime/file-watch.ts';

export interface LiveFilesOptions<Content> {
  /** What the files hold now. */
  readonly initial: Content;
  readonly paths: readonly string[];
  /** Rejects where the files cannot be used. */
  readonly read: () => Promise<Content>;
  readonly clock: Clock;
  /** Called with new content, and each time that the files cannot be read. */
  readonly onOutcome: (outcome: ReloadOutcome) => void;
  /** Changes are not seen as they happen; the files are still read every minute. */
  readonly onUnwatched: (error: Error) => void;
}

export type ReloadOutcome =
  | { readonly kind: 'loaded' }
  /** What was loaded before stays. */
  | { readonly kind: 'failed'; readonly error: Error };

/** Watching a folder fails silently where the folder itself is replaced, and on file systems of another machine. */
const POLL_INTERVAL_MS = 60_000;

/** The content of files, read again when they change and every minute. What cannot be used never takes the place of what can. */
export class LiveFiles<Content> {
  readonly #options: LiveFilesOptions<Content>;
  readonly #watches: FileWatch[] = [];
  #current: Content;
  #poll: Timer | undefined;
  #isReading = false;
  #isStale = false;
  #isStopped = false;

  constructor(options: LiveFilesOptions<Content>) {
    this.#options = options;
    this.#current = options.initial;
  }

  get current(): Content {
    return this.#current;
  }

  start(): void {
    const { paths, clock, onUnwatched: onError } = this.#options;
    const onChange = (): void => this.#reload();
    const folders = new Set(paths.map((path) => dirname(path)));
    for (const path of folders) this.#watches.push(watchFiles({ path, clock, onChange, onError }));
    this.#schedulePoll();
  }

  stop(): void {
    this.#isStopped = true;
    this.#poll?.cancel();
    for (const watch of this.#watches) watch.stop();
  }

  /** One reading at a time; what changes meanwhile is read after it. */
  #reload(): void {
    this.#isStale = true;
    if (!this.#isReading) void this.#readWhileStale();
  }

  async #readWhileStale(): Promise<void> {
    this.#isReading = true;
    while (this.#isStale && !this.#isStopped) {
      this.#isStale = false;
      await this.#readOnce();
    }
    this.#isReading = false;
  }

  async #readOnce(): Promise<void> {
    const outcome = await this.#attempt();
    if (this.#isStopped || outcome === undefined) return;
    this.#options.onOutcome(outcome);
  }

  /** undefined: nothing has changed. */
  async #attempt(): Promise<ReloadOutcome | undefined> {
    try {
      const content = await this.#options.read();
      if (isDeepStrictEqual(content, this.#current)) return undefined;
      this.#current = content;
      return { kind: 'loaded' };
    } catch (error) {
      return { kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  #schedulePoll(): void {
    this.#poll = this.#options.clock.setTimeout(() => {
      this.#reload();
      this.#schedulePoll();
    }, POLL_INTERVAL_MS);
  }
}
