import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../run.ts';

/**
 * Runs the program of this checkout, which is the commit that a user names, with the packages of its lock file: they are
 * installed at the first run. Ends with its exit code.
 */
export function runFromCheckout(args: readonly string[]): void {
  if (!existsSync(join(ROOT, 'node_modules/commander'))) {
    run('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], ROOT);
  }
  run(process.execPath, [join(ROOT, 'src/main.ts'), ...args], process.cwd());
}

function run(program: string, args: readonly string[], cwd: string): void {
  const { status, error } = spawnSync(program, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error !== undefined) process.stderr.write(`${program}: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 2);
}
