const [QUOTE, COMMA, BACKSLASH, BRACKET, BRACE] = [0x22, 0x2c, 0x5c, 0x5b, 0x7b];

/** The shortest value is one character, and what sets it apart from the next another. */
const LEAST_BYTES = 2;

/**
 * Whether a JSON text holds more values than that, found without making any: `[{},{},…]` takes some thirty times its
 * length in memory once it is parsed. Counted are objects, lists and the commas between values.
 */
export function holdsMoreValues(json: Uint8Array, most: number): boolean {
  if (json.length <= most * LEAST_BYTES) return false;
  let count = 0;
  let isInString = false;
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index];
    if (isInString) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) {
      isInString = true;
    } else if (byte === COMMA || byte === BRACE || byte === BRACKET) {
      count += 1;
    }
  }
  return count > most;
}
