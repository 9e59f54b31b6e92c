import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { promisify } from 'node:util';
import { withoutSettings } from '../support/environment.ts';

export interface RunOptions {
  readonly cwd: string;
  /** A folder to find programs in before all others. */
  readonly path?: string;
}

export interface RunOutput {
  readonly stdout: string;
  readonly stderr: string;
}

const execute = promisify(execFile);

/** @throws Error with the output in its message when the program fails. */
export function runProgram(program: string, args: readonly string[], { cwd, path }: RunOptions): Promise<RunOutput> {
  const PATH = [...(path === undefined ? [] : [path]), process.env['PATH']].join(delimiter);
  return execute(program, [...args], { cwd, env: { ...withoutSettings(process.env), PATH } });
}

/** The npm that runs this test, else the one that is found. */
export function runNpm(args: readonly string[], cwd: string): Promise<RunOutput> {
  const npm = process.env['npm_execpath'];
  return npm === undefined ? runProgram('npm', args, { cwd }) : runProgram(process.execPath, [npm, ...args], { cwd });
}
