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

/** What a line tells of a review; what is undefined is left out. */
export interface ReviewLine {
  readonly result: string;
  readonly error?: Error | undefined;
}

/** An error of the caller is a warning, a fault of our own an error, with its stack. */
export function logReview(logger: Logger, review: ReviewLine): void {
  if (review.error === undefined) logger.info(review, 'review');
  else logFailure(logger, review, review.error);
}

function logFailure(logger: Logger, review: ReviewLine, error: Error): void {
  const line = { ...review, error: undefined };
  if (line.result === 'error') logger.error({ ...line, err: error.cause ?? error }, 'review failed');
  else logger.warn({ ...line, reason: error.message }, 'review refused');
}
