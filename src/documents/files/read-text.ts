import { createReadStream } from 'node:fs';
import { FileError, systemReason } from './file-error.ts';

/** The name of standard input in reports and errors; its path is `-`. */
export const STANDARD_INPUT = 'standard input';

/** Some thirty times as much as etcd takes for one object; a pipe may have no end. */
const MAX_BYTES = 50 * 1024 ** 2;

/**
 * The text of a file, a pipe or a device: `<(helm template …)` is a path like any other.
 *
 * @param name what errors call it.
 * @throws FileError as {@link readStream} does.
 */
export function readText(path: string, name: string, signal?: AbortSignal): Promise<string> {
  // `end` counts from 0: one byte more than may be.
  return readStream(createReadStream(path, { end: MAX_BYTES, ...(signal === undefined ? {} : { signal }) }), name);
}

/** @throws FileError when it cannot be read, is larger than {@link MAX_BYTES}, or neither UTF-8 nor UTF-16 with a BOM. */
export async function readStream(stream: AsyncIterable<Uint8Array>, name: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MAX_BYTES) break;
    }
  } catch (error) {
    throw new FileError(name, `cannot be read: ${systemReason(error)}`, { cause: error });
  }
  if (bytes > MAX_BYTES) throw new FileError(name, `is larger than ${MAX_BYTES / 1024 ** 2} MiB`);
  return decode(Buffer.concat(chunks), name);
}

function decode(bytes: Buffer, name: string): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new FileError(name, `is not ${encoding.toUpperCase()} text`, { cause: error });
  }
}

/** PowerShell's `>` writes UTF-16, and kubectl reads it by its byte order mark. Source: cli-runtime, `FileVisitor`. */
function encodingOf([first, second]: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
