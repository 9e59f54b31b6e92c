import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Which core the servers have, and which the load. */
export interface Cores {
  readonly server: number;
  readonly load: number;
}

/** undefined where processes cannot be pinned: no taskset, or one core. */
export function findCores(): Cores | undefined {
  const canPin = existsSync('/usr/bin/taskset') && existsSync('/proc/stat');
  return canPin && availableParallelism() > 1 ? { server: 1, load: 0 } : undefined;
}

/** This process, and whatever it starts. */
export function pinThisProcess(core: number): void {
  execFileSync('taskset', ['--cpu-list', '--pid', '--all-tasks', String(core), String(process.pid)], {
    stdio: 'ignore',
  });
}

/** A command on the servers' core. */
export function pinned(
  cores: Cores | undefined,
  command: readonly [string, ...string[]],
): readonly [string, ...string[]] {
  return cores === undefined ? command : ['taskset', '--cpu-list', String(cores.server), ...command];
}

/** What a core and one process on it have spent so far, in clock ticks. */
export interface CoreTimes {
  readonly processTicks: number;
  /** Of everything on the core, interrupts and what the hypervisor took included. */
  readonly busyTicks: number;
  readonly atMs: number;
}

export function readCoreTimes(core: number, processId: number): CoreTimes {
  const line =
    readFileSync('/proc/stat', 'utf8')
      .split('\n')
      .find((text) => text.startsWith(`cpu${core} `)) ?? '';
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(/\s+/).slice(1).map(Number);
  // The process's name, in parentheses, may hold spaces.
  const [, rest = ''] = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ');
  const [utime = 0, stime = 0] = rest.split(' ').slice(11, 13).map(Number);
  return {
    processTicks: utime + stime,
    busyTicks: user + nice + system + irq + softirq + steal,
    atMs: performance.now(),
  };
}

/** Of `sysconf(_SC_CLK_TCK)`: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Shares of the core between two readings, from 0 to 1. */
export interface CoreShares {
  readonly server: number;
  readonly others: number;
}

export function sharesBetween(before: CoreTimes, after: CoreTimes): CoreShares {
  const ticks = ((after.atMs - before.atMs) / 1_000) * TICKS_PER_SECOND;
  const server = after.processTicks - before.processTicks;
  return { server: server / ticks, others: (after.busyTicks - before.busyTicks - server) / ticks };
}
