import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Clock } from './clock.ts';

/** One run of another program, without a shell. */
export interface ProgramRun {
  /** Absolute. */
  readonly program: string;
  readonly args: readonly string[];
  /** All of its environment: it inherits nothing. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Of standard output. */
  readonly maxBytes: number;
  readonly clock: Clock;
}

export type ProgramResult =
  | { readonly kind: 'done'; readonly output: Buffer }
  /** What it wrote to standard error, at most {@link MAX_ERROR_BYTES} of it. */
  | { readonly kind: 'failed'; readonly errors: string }
  | { readonly kind: 'not-started'; readonly reason: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'too-large' };

/** A person reads the beginning. */
const MAX_ERROR_BYTES = 64 * 1024;

/** The first executable file of that name on a PATH. A folder in it that is relative, as the empty one is, does not count. */
export function findProgram(name: string, path = ''): string | undefined {
  const folders = path.split(delimiter).filter(isAbsolute);
  return folders.flatMap((folder) => FILE_ENDINGS.map((ending) => join(folder, `${name}${ending}`))).find(isExecutable);
}

const FILE_ENDINGS: readonly string[] = process.platform === 'win32' ? ['.exe'] : [''];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Ends when the program does, or when it takes too long or writes too much: it is killed then. */
export function runProgram({ program, args, environment, ...limits }: ProgramRun): Promise<ProgramResult> {
  const child = spawn(program, [...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  return resultOf(child, limits);
}

type Limits = Pick<ProgramRun, 'timeoutMs' | 'maxBytes' | 'clock'>;

function resultOf(
  child: ChildProcessByStdio<null, Readable, Readable>,
  { timeoutMs, maxBytes, clock }: Limits,
): Promise<ProgramResult> {
  const { promise, resolve } = Promise.withResolvers<ProgramResult>();
  const output = new Collected(maxBytes);
  const errors = new Collected(MAX_ERROR_BYTES);
  const end = (result: ProgramResult): void => {
    timer.cancel();
    resolve(result);
  };
  // A program that it has started itself may still hold its output open.
  const kill = (result: ProgramResult): void => {
    child.kill('SIGKILL');
    child.stdout.destroy();
    child.stderr.destroy();
    end(result);
  };
  const timer = clock.setTimeout(() => kill({ kind: 'timed-out' }), timeoutMs);
  child.stdout.on('data', (chunk: Buffer) => {
    output.add(chunk);
    if (output.isFull) kill({ kind: 'too-large' });
  });
  child.stderr.on('data', (chunk: Buffer) => errors.add(chunk));
  child.on('error', ({ message }) => end({ kind: 'not-started', reason: message }));
  child.on('close', (code) =>
    end(code === 0 ? { kind: 'done', output: output.bytes() } : { kind: 'failed', errors: errors.bytes().toString() }),
  );
  return promise;
}

/** Bytes up to a limit; what comes later is dropped. */
class Collected {
  readonly #maxBytes: number;
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isFull(): boolean {
    return this.#size > this.#maxBytes;
  }

  add(chunk: Buffer): void {
    if (!this.isFull) this.#chunks.push(chunk);
    this.#size += chunk.length;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks).subarray(0, this.#maxBytes);
  }
}
