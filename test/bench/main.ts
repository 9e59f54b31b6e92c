import { cpus } from 'node:os';
import { measureCore } from './core-figures.ts';
import { findCores, pinThisProcess } from './cores.ts';
import { CONNECTIONS, findLoad } from './load.ts';
import { measurePodCreations } from './pod-creations.ts';
import { measureProcesses } from './process-figures.ts';
import { measureReviewRates } from './review-rates.ts';
import type { Setting } from './setting.ts';
import { prepareStage } from './stage.ts';

/** Few rounds: for development, never for what is published. */
const isQuick = process.argv.includes('--quick');

const cores = findCores();
const { name: loadName, load } = findLoad();
if (cores !== undefined) pinThisProcess(cores.load);
print(describeMachine());
print(await measureCore());

const stage = await prepareStage(cores);
try {
  const setting: Setting = { stage, cores, load, starts: isQuick ? 1 : 3, rounds: 3, seconds: 1 };
  print(await measureReviewRates(setting));
  print(await measureProcesses(setting));
  print(await measurePodCreations(stage, isQuick ? 3 : 9));
} finally {
  await stage.remove();
}

function describeMachine(): string {
  const pinning = cores === undefined ? 'servers and load share all cores' : 'servers on one core, load on another';
  const machine = `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`;
  return `${machine}; ${pinning}; load by ${loadName} over ${CONNECTIONS} connections with keep-alive and TLS`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n\n`);
}
