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

/** Asks a worker. The latest question wins: one that waits is replaced by the next. */
export class Evaluator {
  readonly #options: EvaluatorOptions;
  readonly #address: string;
  #worker: Worker;
  #asked: Question | undefined;
  #waiting: PlaygroundInput | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;

  constructor(options: EvaluatorOptions) {
    this.#options = options;
    this.#address = URL.createObjectURL(new Blob([options.script], { type: 'text/javascript' }));
    this.#worker = this.#startWorker();
  }

  evaluate(input: PlaygroundInput): void {
    if (this.#asked === undefined) {
      this.#ask(input);
      return;
    }
    this.#waiting = input;
    this.#patience ??= setTimeout(() => this.#restart(), MAX_WAIT_MS);
  }

  #ask(input: PlaygroundInput): void {
    this.#lastId += 1;
    this.#asked = { id: this.#lastId, input };
    this.#worker.postMessage(this.#asked);
  }

  #take(answer: Answer): void {
    if (answer.id !== this.#asked?.id) return;
    const { input } = this.#asked;
    this.#asked = undefined;
    if (answer.kind === 'fault') this.#options.onFault(answer.message);
    else this.#options.onResult(answer.result, input);
    this.#askWaiting();
  }

  #askWaiting(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    const input = this.#waiting;
    this.#waiting = undefined;
    if (input !== undefined) this.#ask(input);
  }

  #restart(): void {
    this.#worker.terminate();
    this.#worker = this.#startWorker();
    this.#asked = undefined;
    this.#askWaiting();
  }

  #startWorker(): Worker {
    const worker = new Worker(this.#address);
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => this.#take(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#asked = undefined;
      this.#options.onFault(event.message || 'the browser does not start the worker of this page');
    });
    return worker;
  }
}
