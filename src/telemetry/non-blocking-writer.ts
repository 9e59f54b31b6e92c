import { writeSync } from 'node:fs';

/** Where nothing more is written meanwhile. */
const NEXT_ATTEMPT_MS = 20;

export interface NonBlockingWriterOptions {
  /** A file descriptor. One that blocks is waited for, as with any write. */
  readonly fd: number;
  readonly maxPendingBytes: number;
}

/**
 * Writes to a pipe that does not block: what there is room for at once, and the rest as soon as there is, in order. No
 * caller waits for the reader.
 *
 * Neither can Node's own streams say what is left at the exit, nor does a write from libuv's threads leave the core to its
 * work: each piece would take it away twice.
 */
export class NonBlockingWriter {
  readonly #fd: number;
  readonly #maxPendingBytes: number;
  readonly #pending: Buffer[] = [];
  #pendingBytes = 0;
  #attempt: NodeJS.Timeout | undefined;
  #isBroken = false;

  constructor({ fd, maxPendingBytes }: NonBlockingWriterOptions) {
    this.#fd = fd;
    this.#maxPendingBytes = maxPendingBytes;
  }

  /** @returns false where the text is dropped, since too much is pending or the pipe has no reader. */
  write(text: string): boolean {
    const bytes = Buffer.from(text);
    const hasRoom = this.#writeOrTryAgain();
    if (this.#isBroken || this.#pendingBytes + bytes.length > this.#maxPendingBytes) return false;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (hasRoom) this.#writeOrTryAgain();
    return true;
  }

  /** Waits for room, at most so long. */
  flush(longestMs: number): void {
    const endMs = performance.now() + longestMs;
    while (!this.#writeWhatFits() && performance.now() < endMs) sleep(NEXT_ATTEMPT_MS);
  }

  /** @returns as {@link #writeWhatFits} does. */
  #writeOrTryAgain(): boolean {
    if (this.#writeWhatFits()) return true;
    this.#attempt ??= setTimeout(() => {
      this.#attempt = undefined;
      this.#writeOrTryAgain();
    }, NEXT_ATTEMPT_MS).unref();
    return false;
  }

  /** @returns whether nothing is left to write, or the pipe has no reader. */
  #writeWhatFits(): boolean {
    try {
      for (let [piece] = this.#pending; piece !== undefined; [piece] = this.#pending) this.#writeSome(piece);
      return true;
    } catch (error) {
      this.#isBroken ||= isBrokenPipe(error);
      return this.#isBroken;
    }
  }

  #writeSome(piece: Buffer): void {
    const written = writeSync(this.#fd, piece);
    this.#pendingBytes -= written;
    if (written === piece.length) this.#pending.shift();
    else this.#pending[0] = piece.subarray(written);
  }
}

/** Anything else may pass: a pipe is emptied, and so may be a disk. */
function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

function sleep(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, durationMs);
}
