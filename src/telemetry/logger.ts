import { type DestinationStream, type Logger, pino } from 'pino';
import { printableLine } from './printable-json.ts';

export type { Logger } from 'pino';

interface LoggerOptions {
  readonly level: string;
  readonly destination: DestinationStream;
}

/**
 * One JSON document a line. Without process id and host name: a container has one process, and Kubernetes knows which pod a line
 * is from. Times and levels are words, as people and their search tools read them.
 * What steers a terminal is escaped: a mutating webhook sees names before the API server checks them.
 */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => destination.write(printableLine(line)) },
  );
}

/** The fields of a review's log line; undefined ones are left out. */
export interface ReviewLine {
  readonly result: string;
  readonly error?: Error | undefined;
}

/** Writes the line of one review. */
export type ReviewLog = (review: ReviewLine) => void;

/**
 * A line of level info for each review; an error of the caller is a warning, a fault of our own an error, with its stack.
 *
 * @param destination where the logger writes. The line that every review has is written there as the logger would write it,
 * in a third of its time.
 */
export function createReviewLog(logger: Logger, destination: DestinationStream): ReviewLog {
  const tellsAll = logger.isLevelEnabled('info');
  return (review) => {
    if (review.error !== undefined) logFailure(logger, review, review.error);
    else if (tellsAll) destination.write(printableLine(reviewLine(review, new Date())));
  };
}

function reviewLine(review: ReviewLine, time: Date): string {
  const fields = JSON.stringify(review).slice(1, -1);
  return `{"level":"info","time":"${time.toISOString()}",${fields},"msg":"review"}\n`;
}

function logFailure(logger: Logger, review: ReviewLine, error: Error): void {
  const line = { ...review, error: undefined };
  if (line.result === 'error') logger.error({ ...line, err: error.cause ?? error }, 'review failed');
  else logger.warn({ ...line, reason: error.message }, 'review refused');
}
