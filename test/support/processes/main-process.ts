import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../environment.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { type ProgramOptions, type ProgramResult, runProgram } from './run-program.ts';

/** The entry point of the product, from its sources. */
export const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

/** The real process, run to its end, with no setting in its environment but what is given. */
export function runMain(
  args: readonly string[],
  { env = {}, ...options }: ProgramOptions = {},
): Promise<ProgramResult> {
  return runProgram(process.execPath, [MAIN, ...args], { ...options, env: { ...compileCache(), ...env } });
}

export interface MainProcess extends Daemon {
  /** The working directory. */
  readonly folder: string;
}

/** The same for one that runs until it is stopped, in a folder of its own, for one test. */
export async function startMain(
  t: TestContext,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<MainProcess> {
  const folder = await temporaryFolder(t);
  const env = { ...compileCache(), ...environment };
  const daemon = startDaemon({
    name: 'main',
    command: process.execPath,
    args: [MAIN, ...args],
    env,
    directory: folder,
  });
  t.after(() => {
    daemon.signal('SIGKILL');
    return daemon.ended;
  });
  return { ...daemon, folder };
}
