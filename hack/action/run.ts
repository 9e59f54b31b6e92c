import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../run.ts';
import { checkArguments } from './arguments.ts';

// What runs is the commit that the workflow names: the action is a checkout of it, and its lock file says which packages.
if (!existsSync(join(ROOT, 'node_modules/commander'))) {
  run('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], ROOT);
}
run(process.execPath, [join(ROOT, 'src/main.ts'), ...checkArguments(process.env)], process.cwd());

/** Ends with its exit code where it fails. */
function run(program: string, args: readonly string[], cwd: string): void {
  const { status, error } = spawnSync(program, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error !== undefined) process.stderr.write(`${program}: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 2);
}
