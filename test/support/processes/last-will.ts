import { spawn } from 'node:child_process';

/**
 * Has a shell command run once this process is gone, whichever way it went: its handlers do not run on SIGKILL, nor on
 * the SIGTERM with which the test runner ends a test file. The command finds its argument in `$0`.
 *
 * @returns a function that calls it off.
 */
export function leaveWill(command: string, argument: string): () => void {
  // At this process's end the pipe closes, and `read` fails. A line through the pipe calls the command off.
  const executor = spawn('sh', ['-c', `read -r _ || { ${command}; }`, argument], {
    detached: true, // else the Ctrl-C that ends this process ends the executor too
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  executor.unref();
  return () => void executor.stdin.end('revoked\n');
}
