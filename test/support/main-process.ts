import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileCache } from './environment.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface MainProcess {
  readonly child: ChildProcess;
  /** The working directory. */
  readonly folder: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The exit code. */
  readonly exited: Promise<number | null>;
}

/** The real process, in a folder of its own, with no setting in its environment but what is given. */
export async function startMain(
  t: TestContext,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<MainProcess> {
  const folder = await temporaryFolder(t);
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, env: { ...compileCache(), ...environment } });
  const exited = once(child, 'close').then(([code]) => code);
  t.after(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  return { child, folder, stdout: () => stdout, stderr: () => stderr, exited };
}
