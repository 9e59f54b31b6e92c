import { JsonMemory } from './json-memory.ts';

/** Each step of growing is a call of the system. */
const STEP_BYTES = 1024 * 1024;

/** A body whose memory is given back as soon as it is read, and not when garbage is next collected. */
export class LargeBody {
  readonly #memory: ArrayBuffer;
  readonly #json = new JsonMemory();
  #lengthBytes = 0;

  constructor(maxBytes: number) {
    // Only reserves addresses: pages become memory as the buffer grows into them.
    this.#memory = new ArrayBuffer(0, { maxByteLength: maxBytes });
  }

  /** What is beyond the largest size is not kept. */
  add(chunk: Uint8Array): void {
    const kept = chunk.subarray(0, this.#memory.maxByteLength - this.#lengthBytes);
    this.#growTo(this.#lengthBytes + kept.length);
    new Uint8Array(this.#memory, this.#lengthBytes).set(kept);
    this.#lengthBytes += kept.length;
    this.#json.add(kept);
  }

  /** What parsing it takes at most. Counted as the pieces come, which V8 does faster than in memory that can grow. */
  get parsingBytes(): number {
    return this.#json.bytes;
  }

  /** A view: it is empty once the memory is given back. */
  bytes(): Buffer {
    return Buffer.from(this.#memory, 0, this.#lengthBytes);
  }

  /** Keeps the beginning only, and gives the rest of the memory back. */
  cut(lengthBytes: number): void {
    this.#lengthBytes = Math.min(this.#lengthBytes, lengthBytes);
    this.#memory.resize(this.#lengthBytes);
  }

  #growTo(lengthBytes: number): void {
    if (lengthBytes <= this.#memory.byteLength) return;
    const steps = Math.ceil(lengthBytes / STEP_BYTES);
    this.#memory.resize(Math.min(steps * STEP_BYTES, this.#memory.maxByteLength));
  }
}
