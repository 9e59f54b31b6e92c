import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { type DestinationStream, pino } from 'pino';
import { PatientWriter } from './patient-writer.ts';

/** Where log lines go. */
export interface LogOutput extends DestinationStream {
  /** How many lines were thrown away because nobody took those before them. */
  droppedLines(): number;
}

const STANDARD_OUTPUT = 1;

/** Some seconds of reviews at full load. Whoever reads the log may stand still for longer, and no review waits for that. */
const MOST_PENDING_BYTES = 1024 * 1024;

/** A process that is told to end does so even where nobody reads its log. */
const LONGEST_FLUSH_MS = 2_000;

/**
 * Standard output, written without waiting for whoever reads it. What is pending when the process exits, by whatever way it
 * does, is written then.
 */
export function standardOutput(): LogOutput {
  makePipeNonBlocking(STANDARD_OUTPUT);
  const writer = new PatientWriter({ fd: STANDARD_OUTPUT, mostPendingBytes: MOST_PENDING_BYTES });
  let lines = '';
  let droppedLines = 0;
  const endTurn = (): void => {
    if (lines !== '' && !writer.write(lines)) droppedLines += lines.split('\n').length - 1;
    lines = '';
  };
  process.on('exit', () => {
    endTurn();
    writer.flush(LONGEST_FLUSH_MS);
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
