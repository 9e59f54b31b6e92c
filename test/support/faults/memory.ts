import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { metricOf } from '../monitoring/exposition.ts';
import type { Replica } from './replica.ts';

export interface Memory {
  readonly heapMiB: number;
  readonly residentMiB: number;
}

/** To be preloaded where memory is measured. */
export const SETTLING = new URL('./settle-on-signal.ts', import.meta.url);

const MIB = 1024 * 1024;

/** The least of some looks, since calls go on meanwhile. */
const LOOKS = 4;
const PAUSE_MS = 150;

/** What is in use once garbage is collected. */
export async function settledMemory(replica: Replica): Promise<Memory> {
  const seen: Memory[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    replica.signal('SIGUSR2');
    await setTimeout(PAUSE_MS);
    seen.push(await memoryOf(replica));
  }
  return {
    heapMiB: Math.min(...seen.map(({ heapMiB }) => heapMiB)),
    residentMiB: Math.min(...seen.map(({ residentMiB }) => residentMiB)),
  };
}

export async function residentMiB({ opsUrl }: Replica): Promise<number> {
  return (await metricOf(opsUrl, 'process_resident_memory_bytes')) / MIB;
}

async function memoryOf(replica: Replica): Promise<Memory> {
  const { opsUrl } = replica;
  const heap = await metricOf(opsUrl, 'nodejs_heap_size_used_bytes');
  const external = await metricOf(opsUrl, 'nodejs_external_memory_bytes');
  return { heapMiB: (heap + external) / MIB, residentMiB: await residentMiB(replica) };
}

/** Code that runs for the first time, and what V8 makes of it, stay. */
const SLACK_MIB = 16;

export function requireReturned(t: TestContext, before: Memory, after: Memory): void {
  const text = ({ heapMiB, residentMiB }: Memory) => `${heapMiB.toFixed(1)} (${residentMiB.toFixed(0)} resident)`;
  t.diagnostic(`memory in MiB: ${text(before)} before, ${text(after)} after`);
  assert.ok(after.heapMiB <= before.heapMiB + SLACK_MIB);
}
