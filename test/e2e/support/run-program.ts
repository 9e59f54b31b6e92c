import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { KubectlResult } from './kubectl.ts';

/** The command line of the product. */
export const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

/** Runs a program to its end, with no environment but what is given. */
export function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<KubectlResult> {
  const { promise, resolve, reject } = Promise.withResolvers<KubectlResult>();
  execFile(program, [...args], { env, timeout: 60_000, maxBuffer: MAX_BYTES }, (error, stdout, stderr) => {
    const code = error === null ? 0 : error.code;
    if (typeof code === 'number') resolve({ code, stdout, stderr });
    else reject(error);
  });
  return promise;
}

const MAX_BYTES = 64 * 1024 * 1024;
