import type { Command } from 'commander';
import type { FaultSource } from '../../runtime/crash.ts';

/** The process as a command sees it. */
export interface Terminal {
  /** As the user called it. */
  readonly programName: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard output. */
  readonly print: (text: string) => void;
  /** Standard error. */
  readonly printError: (text: string) => void;
  /** Whether standard output is a terminal, and not a file or another program. */
  readonly outputIsTerminal: boolean;
  /** Characters in a line of standard output; undefined where it is not known. */
  readonly outputColumns: number | undefined;
  readonly errorsAreTerminal: boolean;
  /** All of standard input, the same each time. @throws FileError as a file does. */
  readonly readInput: () => Promise<string>;
  readonly signals: SignalSource & FaultSource;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

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

/** Of every command. */
export const EXIT = { ok: 0, failure: 1, usage: 2 } as const;

/** The same, for `--help`. */
export const EXIT_CODES = `Exit codes:
  0  done, and no result at or over --fail-on
  1  a result at or over --fail-on, or a call that a cluster, EKS or another server does not answer or allow
  2  invalid flags or settings, or a file or object that does not exist or cannot be read or written`;
