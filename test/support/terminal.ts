import { EventEmitter } from 'node:events';
import { run } from '../../src/cli/program.ts';
import type { Terminal } from '../../src/cli/shared/command.ts';

/** A terminal that keeps what is written to it, and whose user is the test. */
export class FakeTerminal implements Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signals = new EventEmitter();
  programName = 'fargate-admission';
  readonly exitCodes: number[] = [];
  outputIsTerminal = false;
  outputColumns: number | undefined = undefined;
  errorsAreTerminal = false;
  input = '';
  output = '';
  errors = '';

  constructor(environment: Readonly<Record<string, string | undefined>> = {}) {
    this.environment = environment;
  }

  readonly print = (text: string): void => {
    this.output += text;
  };

  readonly printError = (text: string): void => {
    this.errors += text;
  };

  readonly readInput = async (): Promise<string> => this.input;

  readonly exit = (code: number): void => {
    this.exitCodes.push(code);
  };
}

/** What the user of a {@link FakeTerminal} has: an environment, and something to type. */
export type TerminalParts = Partial<
  Pick<FakeTerminal, 'environment' | 'input' | 'outputIsTerminal' | 'outputColumns' | 'programName'>
>;

export interface CliRun {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a command of the program in this process. */
export async function runCli(args: readonly string[], { environment, ...parts }: TerminalParts = {}): Promise<CliRun> {
  const terminal = Object.assign(new FakeTerminal(environment), parts);
  const code = await run(args, terminal);
  return { code, output: terminal.output, errors: terminal.errors };
}
