import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PermanentError } from '../eventually.ts';
import { leaveWill } from './last-will.ts';

export interface DaemonOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Its whole environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Its working directory, and where its output is kept. */
  readonly directory: string;
}

/** A program that runs until it is stopped, and never longer than this process. */
export interface Daemon {
  /** @throws DaemonExitedError when it has ended, with the end of its output. */
  assertRunning(): void;
  /** What it has written to standard output so far. */
  output(): string;
  /** The same of standard error. */
  errors(): string;
  /** Undefined where it could not be started. */
  readonly pid: number | undefined;
  signal(signal: NodeJS.Signals): void;
  /** Resolves at its end, to its exit code; undefined where a signal ended it. */
  readonly ended: Promise<number | undefined>;
  /** Asks it to end, and ends it after a while. @returns its exit code; undefined where a signal ended it. */
  stop(): Promise<number | undefined>;
}

/** What a pod has to end in, unless its template says otherwise. */
const STOP_TIMEOUT_MS = 30_000;

export function startDaemon(options: DaemonOptions): Daemon {
  const child = spawnIntoFiles(options);
  const revokeWill = child.pid === undefined ? undefined : leaveWill('kill -KILL "$0"', String(child.pid));
  let ending: string | undefined;
  const ended = endingOf(child).then((reason) => {
    ending = reason;
    revokeWill?.();
    return child.exitCode ?? undefined;
  });

  return {
    assertRunning() {
      if (ending !== undefined) throw new DaemonExitedError(options, ending);
    },
    pid: child.pid,
    output: () => readFileSync(outputFile(options), 'utf8'),
    errors: () => readFileSync(errorFile(options), 'utf8'),
    signal: (signal) => void child.kill(signal),
    ended,
    async stop() {
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      const code = await ended;
      clearTimeout(patience);
      return code;
    },
  };
}

/** A program ended that should run. */
export class DaemonExitedError extends PermanentError {
  override readonly name = 'DaemonExitedError';
  /** Another process took the port between its choice and its use. */
  readonly lostPortRace: boolean;

  constructor(options: DaemonOptions, ending: string) {
    const tail = lastLines([errorFile(options), outputFile(options)]);
    super(`${options.name} ${ending}; the end of its output:\n${tail}`);
    this.lostPortRace = /address already in use|EADDRINUSE/.test(tail);
  }
}

/** Files, not pipes: a pipe that a busy test does not read would halt the program. */
function spawnIntoFiles(options: DaemonOptions): ChildProcess {
  const output = openSync(outputFile(options), 'w');
  const errors = openSync(errorFile(options), 'w');
  try {
    return spawn(options.command, options.args, {
      cwd: options.directory,
      env: options.env,
      stdio: ['ignore', output, errors],
    });
  } finally {
    closeSync(output);
    closeSync(errors);
  }
}

function endingOf(child: ChildProcess): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  child.once('error', (error) => resolve(`could not be started: ${error.message}`));
  child.once('exit', (code, signal) =>
    resolve(signal === null ? `exited with code ${code}` : `was ended by ${signal}`),
  );
  return promise;
}

function outputFile({ directory, name }: DaemonOptions): string {
  return join(directory, `${name}.out`);
}

function errorFile({ directory, name }: DaemonOptions): string {
  return join(directory, `${name}.err`);
}

function lastLines(files: readonly string[]): string {
  const lines = files.flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-20));
  return lines.filter((line) => line !== '').join('\n');
}
