import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of the repository, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A mistake of the caller or of the repository: its message is all that there is to say. */
export class ReleaseError extends Error {
  override readonly name = 'ReleaseError';
}

/** Prints what the function returns; a {@link ReleaseError} is one line on standard error, and exit code 1. */
export async function printResult(create: () => string | Promise<string>): Promise<void> {
  try {
    process.stdout.write(await create());
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** Standard output of a program, which says itself what fails. */
export function outputOf(program: string, args: readonly string[]): string {
  return execFileSync(program, args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
