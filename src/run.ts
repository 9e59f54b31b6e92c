import { programName, run } from './cli/program.ts';
import { STANDARD_INPUT } from './cli/shared/command.ts';
import { endOnWriteErrors } from './cli/shared/standard-streams.ts';
import { readStream } from './documents/files/read-text.ts';

const exit = (code: number) => process.exit(code);

endOnWriteErrors(process, exit);

process.exitCode = await run(process.argv.slice(2), {
  programName: programName(process.argv[1]),
  environment: process.env,
  print: (output) => process.stdout.write(output),
  printError: (output) => process.stderr.write(output),
  outputIsTerminal: process.stdout.isTTY === true,
  outputColumns: process.stdout.columns,
  errorsAreTerminal: process.stderr.isTTY === true,
  readInput: () => readStream(process.stdin, STANDARD_INPUT),
  signals: process,
  exit,
});
