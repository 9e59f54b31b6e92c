import { type DestinationStream, pino } from 'pino';

/** Where log lines go. */
export interface LogOutput extends DestinationStream {
  /** How many lines were thrown away because nobody took those before them. */
  droppedLines(): number;
}

/** Some seconds of reviews at full load. Whoever reads the log may stand still for longer, and no review waits for that. */
const MOST_PENDING_BYTES = 1024 * 1024;

/**
 * Standard output, written without waiting for whoever reads it. What is pending when the process exits, by whatever way it
 * does, is written then.
 */
export function standardOutput(): LogOutput {
  const destination = pino.destination({ dest: 1, sync: false, maxLength: MOST_PENDING_BYTES });
  let droppedLines = 0;
  destination.on('drop', (lines: string) => {
    droppedLines += lines.split('\n').length - 1;
  });
  return { ...oncePerTurn(destination), droppedLines: () => droppedLines };
}

export function standardError(): DestinationStream {
  return pino.destination({ dest: 2, sync: true });
}

/** All that is logged in a turn of the event loop in one piece: a review has a line, and a piece costs more than a line. */
function oncePerTurn(destination: DestinationStream): DestinationStream {
  let lines = '';
  const take = (): string => {
    const taken = lines;
    lines = '';
    return taken;
  };
  process.on('exit', () => {
    // What is begun now without waiting would not come to its end.
    if (lines !== '') pino.destination({ dest: 1, sync: true }).write(take());
  });
  return {
    write: (line) => {
      if (lines === '') setImmediate(() => destination.write(take()));
      lines += line;
    },
  };
}
