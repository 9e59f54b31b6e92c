import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** A whole process, from its start to its end. */
export interface AuditProcess {
  readonly seconds: number;
  /** Resident, in MB of 1,000,000 bytes. */
  readonly peakMB: number;
  readonly outputBytes: number;
}

export interface AuditProcessOptions {
  /** Of the compiled program. */
  readonly entry: string;
  readonly args: readonly string[];
  readonly kubeconfig: string;
}

const PEAK_MEMORY = new URL('peak-memory.ts', import.meta.url);

/** @throws Error where the audit ends with anything but 0: what it then took means nothing. */
export async function runAuditProcess({ entry, args, kubeconfig }: AuditProcessOptions): Promise<AuditProcess> {
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, [`--import=${PEAK_MEMORY}`, entry, 'audit', ...args], {
    env: { KUBECONFIG: kubeconfig },
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const exited = once(child, 'exit');
  const [outputBytes, peak] = await Promise.all([countBytes(child.stdout), text(readable(child.stdio[3]))]);
  const [code] = await exited;
  const seconds = (performance.now() - startedAtMs) / 1_000;
  if (code !== 0) throw new Error(`audit ${args.join(' ')} ended with ${code}`);
  return { seconds, peakMB: (Number(peak) * 1_024) / 1_000_000, outputBytes };
}

async function countBytes(stream: Readable | null): Promise<number> {
  let bytes = 0;
  for await (const chunk of readable(stream)) bytes += chunk.length;
  return bytes;
}

function readable(stream: unknown): Readable {
  if (stream instanceof Readable) return stream;
  throw new TypeError('the process has no such channel');
}
