import { EXIT, type Terminal } from './command.ts';

interface StandardStreams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** What a shell shows of a program that SIGPIPE has ended; Node ignores that signal. */
const PIPE_CLOSED = 141;

/**
 * A report that cannot be written is no report: its exit code would say what was found. Where standard error cannot be written
 * there is nothing to say it on, and the exit code is that of the command.
 */
export function endOnWriteErrors({ stdout, stderr }: StandardStreams, exit: Terminal['exit']): void {
  stderr.on('error', () => {});
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // As `head` does once it has read enough.
    if (error.code === 'EPIPE') return exit(PIPE_CLOSED);
    stderr.write(`cannot write to standard output: ${error.message}\n`, () => exit(EXIT.usage));
  });
}
