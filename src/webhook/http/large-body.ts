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

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;

/**
 * What V8 takes for each, at most. Measured with Node 24: an empty object takes 56 bytes, a list of one value 56; a key that
 * no other object has, 144 with the description of its object; a text 24 and its characters, but for an empty one; a place in
 * a list 8.
 */
const TEXT_BYTES = 24;
const STRUCTURE_BYTES = new Uint8Array(256);
STRUCTURE_BYTES[0x7b] = 64; // {
STRUCTURE_BYTES[0x5b] = 56; // [
STRUCTURE_BYTES[0x3a] = 144 - TEXT_BYTES; // : after a key, which is a text too
STRUCTURE_BYTES[0x2c] = 8; // ,

/** The first byte of a character beyond Latin-1: V8 writes a text that has one with two bytes a character. */
const FIRST_BEYOND_LATIN_1 = 0xc4;

/**
 * How much memory parsing a JSON text takes at most, found without parsing it, piece by piece: `[{},{},…]` takes some twenty
 * times its length. The text itself is there as a string meanwhile, and the texts in it a second time.
 */
export class JsonMemory {
  #structureBytes = 0;
  /** Of the whole, and of the texts in it, where an escape is one. */
  #characters = 0;
  #isWide = false;
  /** The last byte was in a text, the quote before it, or a backslash in it. */
  #isInText = false;
  #isEmpty = false;
  #isEscape = false;

  get bytes(): number {
    return this.#structureBytes + this.#characters * (this.#isWide ? 2 : 1);
  }

  add(piece: Uint8Array): void {
    this.#characters += piece.length;
    for (let index = 0; index < piece.length; index += 1) {
      const byte = piece[index] ?? 0;
      if (this.#isInText) this.#addInText(byte);
      else if (byte === QUOTE) this.#isInText = this.#isEmpty = true;
      else this.#structureBytes += STRUCTURE_BYTES[byte] ?? 0;
    }
  }

  #addInText(byte: number): void {
    if (this.#isEscape) {
      this.#isEscape = false;
      // Its digits are counted as if they were characters.
      if (byte === LOWER_U) this.#characters -= 4;
    } else if (byte === QUOTE) {
      this.#isInText = false;
    } else {
      if (this.#isEmpty) this.#structureBytes += TEXT_BYTES;
      this.#isEmpty = false;
      this.#characters += 1;
      this.#isEscape = byte === BACKSLASH;
      if (byte >= FIRST_BEYOND_LATIN_1) this.#isWide = true;
    }
  }
}
