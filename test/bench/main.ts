import { cpus } from 'node:os';
import { measureCore } from './core-figures.ts';
import { findCores, pinThisProcess } from './cores.ts';
import { CONNECTIONS, findLoad } from './load.ts';
import { measureProcesses } from './process-figures.ts';
import { measureReviewRates, type Setting } from './review-rates.ts';
import { prepareStage, type Stage } from './stage.ts';

/** Few rounds: for development, never for what is published. */
const isQuick = process.argv.includes('--quick');

const cores = findCores();
const { name: loadName, load } = findLoad();
if (cores !== undefined) pinThisProcess(cores.load);
print(describeMachine());
print(await measureCore());

const stage = await prepareStage(cores);
try {
  await measureServers(stage);
} finally {
  await stage.remove();
}

async function measureServers(stage: Stage): Promise<void> {
  const contestants = [await stage.startFloor(), await stage.startPlainExpress(), await stage.startOurs()];
  try {
    const setting: Setting = { contestants, cores, load, rounds: isQuick ? 3 : 9, seconds: 1 };
    print(await measureReviewRates(setting));
    print(await measureProcesses(setting, stage));
  } finally {
    for (const contestant of contestants) await contestant.stop();
  }
}

function describeMachine(): string {
  const pinning = cores === undefined ? 'servers and load share all cores' : 'servers on one core, load on another';
  const machine = `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`;
  return `${machine}; ${pinning}; load by ${loadName} over ${CONNECTIONS} connections with keep-alive and TLS`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n\n`);
}
