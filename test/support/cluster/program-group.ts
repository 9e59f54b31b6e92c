import { join } from 'node:path';
import { eventually } from '../eventually.ts';
import { type Daemon, startDaemon } from '../processes/daemon.ts';
import type { TemporaryFolder } from '../temporary-folder.ts';

/** Programs that work together in one folder, and end together. */
export interface ProgramGroup {
  readonly directory: string;
  run(program: string, args: readonly string[]): void;
  /** @throws DaemonExitedError as soon as one of the programs has ended; NeverHappenedError when it took too long. */
  waitUntil(check: () => Promise<unknown>): Promise<void>;
  /** Ends the last started first, and removes the folder. */
  stop(): Promise<void>;
}

/** Some ten times what a start takes on an idle machine with two cores. */
const WAIT_TIMEOUT_MS = 90_000;

export function openProgramGroup(programs: string, directory: TemporaryFolder): ProgramGroup {
  const daemons: Daemon[] = [];
  const env = { PATH: process.env['PATH'], HOME: directory.path };
  return {
    directory: directory.path,
    run(program, args) {
      const command = join(programs, program);
      daemons.unshift(startDaemon({ name: program, command, args, env, directory: directory.path }));
    },
    async waitUntil(check) {
      const checkWhileRunning = () => {
        for (const daemon of daemons) daemon.assertRunning();
        return check();
      };
      await eventually(checkWhileRunning, { timeoutMs: WAIT_TIMEOUT_MS });
    },
    async stop() {
      for (const daemon of daemons) await daemon.stop();
      await directory.remove();
    },
  };
}
