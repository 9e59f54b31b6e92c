import { type DestinationStream, type Logger, pino } from 'pino';

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

/**
 * Control and format characters, line and paragraph separators, halves of surrogate pairs; the second of two `#`, which begin
 * a command to a CI server. Not the newline: each would be a match, and a report has hundreds of thousands.
 */
const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?<=#)#/gu;

/**
 * JSON in which what can steer a terminal, or look like something else there, is escaped in the strings, and reads back as what
 * it was. Only newlines that lay it out may occur outside of strings.
 */
export function printableJsonText(json: string): string {
  return json.replaceAll(UNPRINTABLE, escapeCharacter);
}

/** Two escapes for a character that takes two units. */
function escapeCharacter(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** What nearly no line of a log holds; a search for it costs little. */
const BEYOND_ASCII = /[^\n\x20-\x7e]/;

/** The same for one line of the log. */
export function printableLine(line: string): string {
  return BEYOND_ASCII.test(line) || line.includes('##') ? printableJsonText(line) : line;
}
