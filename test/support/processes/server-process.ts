import { eventually } from '../eventually.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../temporary-folder.ts';
import { type Daemon, startDaemon } from './daemon.ts';

export interface ServerProcessOptions {
  readonly name: string;
  /** The program's entry, and its arguments. Paths are absolute: the process runs in a folder of its own. */
  readonly args: readonly string[];
  /** That the arguments name. */
  readonly opsPort: number;
  /** The whole environment of the process. */
  readonly env?: Readonly<Record<string, string>>;
}

export type LogLine = Readonly<Record<string, unknown>>;

/** A server as it runs in a pod: a process with an ops port and a log. */
export interface ServerProcess {
  /** HTTP, where probes and metrics are. */
  readonly opsUrl: string;
  /** Everything that it has logged so far, also after its end. */
  logLines(): readonly LogLine[];
  readonly pid: number | undefined;
  signal(signal: NodeJS.Signals): void;
  /** Resolves at its end, to its exit code; undefined where a signal ended it. */
  readonly ended: Promise<number | undefined>;
  /** Sends SIGTERM and waits. @returns the exit code; undefined where it had to be killed. */
  stop(): Promise<number | undefined>;
}

/** As long as the programs of a control plane have: with many processes beside it, a start takes over ten times as long. */
const READY_TIMEOUT_MS = 90_000;
const PROBE_TIMEOUT_MS = 2_000;

/** @returns once it is ready. @throws DaemonExitedError when it ends before, with the end of its output. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const { name, args, opsPort, env = {} } = options;
  const directory = await makeTemporaryFolder();
  const daemon = startDaemon({ name, command: process.execPath, args, env: { ...env }, directory: directory.path });
  const opsUrl = `http://127.0.0.1:${opsPort}`;
  try {
    await waitUntilReady(daemon, opsUrl);
  } catch (error) {
    await end(daemon, directory);
    throw error;
  }
  return { opsUrl, ...access(daemon, directory) };
}

async function waitUntilReady(daemon: Daemon, opsUrl: string): Promise<void> {
  const check = async () => {
    daemon.assertRunning();
    const response = await fetch(`${opsUrl}/readyz?verbose`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    const checks = await response.text();
    if (response.status !== 200) throw new NotReadyError(response.status, checks);
  };
  await eventually(check, { timeoutMs: READY_TIMEOUT_MS });
}

/** The process says that it is not ready. */
export class NotReadyError extends Error {
  override readonly name = 'NotReadyError';

  constructor(status: number, checks: string) {
    super(`/readyz answered ${status}: ${checks.trim()}`);
  }
}

function access(daemon: Daemon, directory: TemporaryFolder): Omit<ServerProcess, 'opsUrl'> {
  let stopped: Ending | undefined;
  return {
    logLines: () => parseLog(stopped?.output ?? daemon.output()),
    pid: daemon.pid,
    signal: daemon.signal,
    ended: daemon.ended,
    async stop() {
      stopped ??= await end(daemon, directory);
      return stopped.code;
    },
  };
}

interface Ending {
  readonly code: number | undefined;
  readonly output: string;
}

async function end(daemon: Daemon, directory: TemporaryFolder): Promise<Ending> {
  const code = await daemon.stop();
  const output = daemon.output();
  await directory.remove();
  return { code, output };
}

/** A line is complete once its newline is there. */
function parseLog(output: string): readonly LogLine[] {
  return output.split('\n').slice(0, -1).map(parseLine);
}

function parseLine(line: string): LogLine {
  const parsed: unknown = JSON.parse(line);
  if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
  throw new SyntaxError(`not a line of the log: ${line}`);
}
