import { programArguments, programName, run } from './cli/program.ts';
import { endOnWriteErrors } from './cli/shared/standard-streams.ts';
import { readStream, STANDARD_INPUT } from './documents/files/read-text.ts';
import { startedName } from './runtime/shipped-file.ts';

const exit = (code: number) => process.exit(code);

/** A function, and no statements that await: the bundle of a single executable cannot await outside of functions. */
export async function runProcess(): Promise<void> {
  endOnWriteErrors(process, exit);
  let input: Promise<string> | undefined;

  process.exitCode = await run(programArguments(process.argv.slice(2), startedName()), {
    programName: programName(startedName()),
    environment: process.env,
    print: (output) => process.stdout.write(output),
    printError: (output) => process.stderr.write(output),
    outputIsTerminal: process.stdout.isTTY === true,
    outputColumns: process.stdout.columns,
    errorsAreTerminal: process.stderr.isTTY === true,
    readInput: () => {
      input ??= readStream(process.stdin, STANDARD_INPUT);
      return input;
    },
    signals: process,
    exit,
  });
}
