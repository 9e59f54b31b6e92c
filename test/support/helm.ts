import { execFile } from 'node:child_process';
import { findHelm, pathOf } from './programs.ts';

export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HelmOptions {
  /** What it reads from standard input. */
  readonly input?: string;
  /** The environment beside PATH. */
  readonly env: Readonly<Record<string, string>>;
}

/** Runs it to its end, whatever its exit code. */
export function runHelm(args: readonly string[], { input = '', env }: HelmOptions): Promise<ProgramResult> {
  const { promise, resolve, reject } = Promise.withResolvers<ProgramResult>();
  const options = { env: { PATH: process.env['PATH'], ...env }, maxBuffer: MAX_OUTPUT_BYTES };
  const child = execFile(pathOf(findHelm()), args, options, (error, stdout, stderr) => {
    const code = error === null ? 0 : error.code;
    if (typeof code === 'number') resolve({ code, stdout, stderr });
    else reject(error);
  });
  child.stdin?.on('error', () => undefined).end(input);
  return promise;
}

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
