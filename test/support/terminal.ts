import { EventEmitter } from 'node:events';
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
