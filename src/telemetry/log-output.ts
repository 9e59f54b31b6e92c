import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { type DestinationStream, pino } from 'pino';
import { NonBlockingWriter } from './non-blocking-writer.ts';

/** Where log lines go. */
export interface LogOutput extends DestinationStream {
  /** How many lines were dropped because the reader was too slow. */
  droppedLines(): number;
}

const STANDARD_OUTPUT = 1;

/** Some seconds of reviews at full load. A reader of the log may stop for longer; no review waits for it. */
const MAX_PENDING_BYTES = 1024 * 1024;

/** A process that must end does so even where its log has no reader. */
const MAX_FLUSH_MS = 2_000;

/**
 * Standard output, written without waiting for its reader. What is pending when the process exits, by whatever way it
 * does, is written then.
 */
export function standardOutput(): LogOutput {
  makePipeNonBlocking(STANDARD_OUTPUT);
  const writer = new NonBlockingWriter({ fd: STANDARD_OUTPUT, maxPendingBytes: MAX_PENDING_BYTES });
  let lines = '';
  let droppedLines = 0;
  const endTurn = (): void => {
    if (lines !== '' && !writer.write(lines)) droppedLines += lines.split('\n').length - 1;
    lines = '';
  };
  process.on('exit', () => {
    endTurn();
    writer.flush(MAX_FLUSH_MS);
  });
  return {
    // All of a turn of the event loop in one piece: a review has a line, and a piece costs more than a line.
    write: (line) => {
      if (lines === '') setImmediate(endTurn);
      lines += line;
    },
    droppedLines: () => droppedLines,
  };
}

export function standardError(): DestinationStream {
  // A line that cannot be written is lost, and brings nothing down.
  return pino.destination({ dest: 2, sync: true }).on('error', () => {});
}

/** A container's standard output is a pipe. libuv opens pipes and sockets like this, which nothing else in Node does. */
function makePipeNonBlocking(fd: number): void {
  const file = fstatSync(fd);
  if (file.isFIFO() || file.isSocket()) new Socket({ fd, readable: false, writable: true }).unref();
}
