import { createReadStream } from 'node:fs';
import { FileError, systemReason } from './file-error.ts';

/** Some thirty times as much as etcd takes for one object; a pipe may have no end. */
const MOST_BYTES = 50 * 1024 ** 2;

/**
 * The text of a file, a pipe or a device: `<(helm template …)` is a path like any other.
 *
 * @param name what errors call it.
 * @throws FileError when it cannot be read, is larger than {@link MOST_BYTES} or not UTF-8.
 */
export async function readText(path: string, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // `end` counts from 0: one byte more than may be.
    for await (const chunk of createReadStream(path, { end: MOST_BYTES })) {
      chunks.push(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    throw new FileError(name, `cannot be read: ${systemReason(error)}`, { cause: error });
  }
  requireSize(bytes, name);
  return decode(Buffer.concat(chunks), name);
}

/** For a text that comes another way. @throws FileError when it is larger than {@link MOST_BYTES}. */
export function requireSize(bytes: number, name: string): void {
  if (bytes > MOST_BYTES) throw new FileError(name, `is larger than ${MOST_BYTES / 1024 ** 2} MiB`);
}

function decode(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new FileError(name, 'is not UTF-8 text', { cause: error });
  }
}
