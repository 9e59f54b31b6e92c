import { text } from 'node:stream/consumers';
import { programName, run } from './cli/program.ts';

/** What a shell shows of a program that SIGPIPE has ended; Node ignores that signal. */
const PIPE_CLOSED = 141;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  // Whoever reads has read enough, as `head` has.
  process.exit(PIPE_CLOSED);
});

process.exitCode = await run(process.argv.slice(2), {
  programName: programName(process.argv[1]),
  environment: process.env,
  print: (output) => process.stdout.write(output),
  printError: (output) => process.stderr.write(output),
  outputIsTerminal: process.stdout.isTTY === true,
  errorsAreTerminal: process.stderr.isTTY === true,
  readInput: () => text(process.stdin),
  signals: process,
  exit: (code) => process.exit(code),
});
