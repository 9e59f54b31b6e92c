import { type DestinationStream, type Logger, pino } from 'pino';
import { printableLine } from './printable-json.ts';

export type { Logger } from 'pino';

export interface LoggerOptions {
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
