import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

export interface LoggerOptions {
  readonly level: string;
  readonly destination: DestinationStream;
}

/**
 * One JSON document a line. Without process id and host name: a container has one process, and Kubernetes knows which pod a line
 * is from. Times and levels are words, as people and their search tools read them.
 */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}

/** A review has a line, and a call of the system for each would cost more than all else about it. */
export function standardOutput(): DestinationStream {
  return oncePerTurn(pino.destination({ dest: 1, sync: true }));
}

export function standardError(): DestinationStream {
  return pino.destination({ dest: 2, sync: true });
}

/**
 * Writes what was logged when the turn of the event loop ends, at once and in one piece; and when the process exits, by
 * whatever way it does, so that no line is lost.
 */
function oncePerTurn(destination: DestinationStream): DestinationStream {
  let lines = '';
  const flush = (): void => {
    const pending = lines;
    lines = '';
    if (pending !== '') destination.write(pending);
  };
  process.on('exit', flush);
  return {
    write: (line) => {
      if (lines === '') setImmediate(flush);
      lines += line;
    },
  };
}

/** What a line tells of a review. */
export interface ReviewLine {
  readonly result: string;
  /** Codes, one for each finding. */
  readonly findings: readonly string[];
  readonly error?: Error;
}

/** An error of the caller is a warning, a fault of our own an error, with its stack. */
export function logReview(logger: Logger, { error, findings, ...told }: ReviewLine): void {
  // Each code once: a pod of ten thousand containers has ten thousand findings.
  const line = { ...told, findings: [...new Set(findings)] };
  if (error === undefined) logger.info(line, 'review');
  else if (line.result === 'error') logger.error({ ...line, err: error.cause ?? error }, 'review failed');
  else logger.warn({ ...line, reason: error.message }, 'review refused');
}
