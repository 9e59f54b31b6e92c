import type { PlaygroundInput, PlaygroundResult } from '../evaluate.ts';

export interface Question {
  readonly id: number;
  readonly input: PlaygroundInput;
}

export type Answer =
  | { readonly kind: 'result'; readonly id: number; readonly result: PlaygroundResult }
  | { readonly kind: 'fault'; readonly id: number; readonly message: string };

interface EvaluatorOptions {
  /** Of the worker. */
  readonly script: string;
  onResult(result: PlaygroundResult, input: PlaygroundInput): void;
  onFault(message: string): void;
}

/** How long an answer may take while a newer question waits. */
const MAX_WAIT_MS = 3_000;
/** How long a question may wait for the next key. */
const MAX_PAUSE_MS = 400;

/**
 * Asks a worker. The latest question wins: one that waits is replaced by the next. It waits as long as the last answer took,
 * so that small texts are answered at once, and the answers on large ones do not get between the keys.
 */
export class Evaluator {
  readonly #options: EvaluatorOptions;
  readonly #address: string;
  #worker: Worker;
  #asked: (Question & { readonly atMs: number }) | undefined;
  #waiting: PlaygroundInput | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;
  #lastDurationMs = 0;

  constructor(options: EvaluatorOptions) {
    this.#options = options;
    this.#address = URL.createObjectURL(new Blob([options.script], { type: 'text/javascript' }));
    this.#worker = this.#startWorker();
  }

  evaluate(input: PlaygroundInput): void {
    this.#waiting = input;
    if (this.#asked === undefined) this.#askAfterPause();
    else this.#patience ??= setTimeout(() => this.#restart(), MAX_WAIT_MS);
  }

  #askAfterPause(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#ask(), Math.min(this.#lastDurationMs, MAX_PAUSE_MS));
  }

  #ask(): void {
    const input = this.#waiting;
    if (input === undefined) return;
    this.#waiting = undefined;
    this.#lastId += 1;
    this.#asked = { id: this.#lastId, input, atMs: performance.now() };
    this.#worker.postMessage({ id: this.#lastId, input });
  }

  #take(answer: Answer): void {
    if (answer.id !== this.#asked?.id) return;
    const { input, atMs } = this.#asked;
    this.#lastDurationMs = performance.now() - atMs;
    this.#beFree();
    if (answer.kind === 'fault') this.#options.onFault(answer.message);
    else this.#options.onResult(answer.result, input);
  }

  #beFree(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#asked = undefined;
    if (this.#waiting !== undefined) this.#askAfterPause();
  }

  #restart(): void {
    this.#worker.terminate();
    this.#worker = this.#startWorker();
    this.#beFree();
  }

  #startWorker(): Worker {
    const worker = new Worker(this.#address);
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => this.#take(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#options.onFault(event.message || 'the browser does not start the worker of this page');
      this.#beFree();
    });
    return worker;
  }
}
