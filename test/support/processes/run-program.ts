import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { withoutSettings } from '../environment.ts';

export interface ProgramOptions {
  /** The whole environment; without it, what {@link ownEnvironment} returns. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** What it reads from standard input. */
  readonly input?: string;
}

export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Longer than any program here takes on a busy machine; npm may compile and install. */
const TIMEOUT_MS = 300_000;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs a program to its end, whatever its exit code. @throws ProgramError where it does not come to its end. */
export function runProgram(
  program: string,
  args: readonly string[],
  { env = ownEnvironment(), cwd, input = '' }: ProgramOptions = {},
): Promise<ProgramResult> {
  const { promise, resolve, reject } = Promise.withResolvers<ProgramResult>();
  const limits = { timeout: TIMEOUT_MS, killSignal: 'SIGKILL', maxBuffer: MAX_OUTPUT_BYTES } as const;
  const child = execFile(program, [...args], { env, ...limits, ...(cwd && { cwd }) }, (error, stdout, stderr) => {
    const code = error === null ? 0 : error.code;
    if (typeof code === 'number') resolve({ code, stdout, stderr });
    else reject(new ProgramError([program, ...args], `did not run to its end: ${stderr.trim()}`, { cause: error }));
  });
  // Where it ends before it has read everything, its exit code says why.
  child.stdin?.on('error', () => undefined).end(input);
  return promise;
}

/** Its standard output. @throws ProgramError where it exits with any other code than 0. */
export async function outputOf(program: string, args: readonly string[], options?: ProgramOptions): Promise<string> {
  const { code, stdout, stderr } = await runProgram(program, args, options);
  if (code !== 0) throw new ProgramError([program, ...args], `exited with code ${code}: ${stderr.trim()}`);
  return stdout;
}

/** A program has failed. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';

  constructor(command: readonly string[], failure: string, options?: ErrorOptions) {
    super(`${command.join(' ')} ${failure}`, options);
  }
}

/** That of this process without settings of the product, and with folders in which programs are found before all others. */
export function ownEnvironment(...folders: readonly string[]): Readonly<Record<string, string | undefined>> {
  const PATH = [...folders, process.env['PATH']].join(delimiter);
  return { ...withoutSettings(process.env), PATH };
}

/** The npm that runs this test, else the one that is found: the program, and what comes before its arguments. */
export function npmCommand(): readonly [program: string, args: readonly string[]] {
  const npm = process.env['npm_execpath'];
  return npm === undefined ? ['npm', []] : [process.execPath, [npm]];
}

/** @throws ProgramError where it fails. */
export function runNpm(args: readonly string[], cwd: string): Promise<string> {
  const [program, before] = npmCommand();
  return outputOf(program, [...before, ...args], { cwd });
}
