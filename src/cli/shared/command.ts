import type { Command } from 'commander';
import type { FaultSource } from '../../webhook/crash.ts';

/** What the process lends to a command; a test lends its own. */
export interface Terminal {
  /** As the user called it. */
  readonly programName: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard output. */
  readonly print: (text: string) => void;
  /** Standard error. */
  readonly printError: (text: string) => void;
  /** Whether a person looks at standard output, and not a file or another program. */
  readonly outputIsTerminal: boolean;
  /** How many characters a line of standard output holds; undefined where nobody knows. */
  readonly outputColumns: number | undefined;
  readonly errorsAreTerminal: boolean;
  /** All of standard input. @throws FileError as a file does. */
  readonly readInput: () => Promise<string>;
  readonly signals: SignalSource & FaultSource;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

/** The name of standard input in reports and errors. */
export const STANDARD_INPUT = 'standard input';

export interface SignalSource {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
}

export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  /** Left out of `--help`. */
  readonly isHidden?: boolean;
  /** Adds the command's flags. */
  configure(command: Command): void;
  /** Resolves to the exit code. */
  run(command: Command, terminal: Terminal): Promise<number>;
}

/** Commands that are called by two words. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly CliCommand[];
}

export function isGroup(entry: CliCommand | CommandGroup): entry is CommandGroup {
  return 'commands' in entry;
}

/** 1 is for what fails at run time, 2 for what the user has to change. */
export const EXIT = { ok: 0, failure: 1, usage: 2 } as const;
