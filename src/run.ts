import { text } from 'node:stream/consumers';
import { programName, run } from './cli/program.ts';
import { endOnWriteErrors } from './cli/standard-streams.ts';

const exit = (code: number) => process.exit(code);

endOnWriteErrors(process, exit);

process.exitCode = await run(process.argv.slice(2), {
  programName: programName(process.argv[1]),
  environment: process.env,
  print: (output) => process.stdout.write(output),
  printError: (output) => process.stderr.write(output),
  outputIsTerminal: process.stdout.isTTY === true,
  errorsAreTerminal: process.stderr.isTTY === true,
  readInput: () => text(process.stdin),
  signals: process,
  exit,
});
