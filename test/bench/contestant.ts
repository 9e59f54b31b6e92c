import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Cores, pinned } from './cores.ts';

/** A server that is measured. */
export interface Contestant {
  readonly name: string;
  readonly port: number;
  readonly processId: number;
  /** From the start of the process to its first answer that it is ready. */
  readonly startMs: number;
  stop(): Promise<void>;
}

export interface ContestantOptions {
  readonly name: string;
  /** Arguments of Node. */
  readonly args: readonly string[];
  readonly cores: Cores | undefined;
}

/** Everything that it writes is read to its end, as a container runtime does. */
export async function startContestant({ name, args, cores }: ContestantOptions): Promise<Contestant> {
  const [command, ...rest] = pinned(cores, [process.execPath, ...args]);
  const startedAtMs = performance.now();
  const child = spawn(command, rest, { env: { NODE_ENV: 'production' }, stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await listeningPort(name, child);
  const startMs = performance.now() - startedAtMs;
  const { pid: processId = 0 } = child;
  const exited = once(child, 'exit');
  return {
    name,
    port,
    processId,
    startMs,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** One after the other they are started, and stopped whatever comes of it. */
export async function withContestants<Result>(
  starts: readonly (() => Promise<Contestant>)[],
  act: (contestants: readonly Contestant[]) => Promise<Result>,
): Promise<Result> {
  const contestants: Contestant[] = [];
  try {
    for (const start of starts) contestants.push(await start());
    return await act(contestants);
  } finally {
    for (const contestant of contestants) await contestant.stop();
  }
}

async function listeningPort(name: string, child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error(`${name} has no output`);
  for await (const text of createInterface({ input: child.stdout })) {
    const entry: { msg?: string; port?: number } = JSON.parse(text);
    if (entry.msg !== 'listening' || entry.port === undefined) continue;
    child.stdout.resume();
    return entry.port;
  }
  throw new Error(`${name} ended before it listened`);
}
