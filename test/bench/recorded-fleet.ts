import { parentPort, workerData } from 'node:worker_threads';
import { RecordedCluster, recordLists } from './recorded-cluster.ts';
import type { Scale } from './scale-cluster.ts';

export interface FleetSetting {
  readonly clusters: number;
  readonly scale: Scale;
  /** Of every answer, in milliseconds. */
  readonly answerMs: number;
}

/** Runs beside the program that is measured, and says where its clusters are. */
async function serve({ clusters, scale, answerMs }: FleetSetting): Promise<void> {
  const lists = recordLists(scale);
  const started = await Promise.all(Array.from({ length: clusters }, () => RecordedCluster.start(lists, answerMs)));
  parentPort?.postMessage(started.map(({ url }) => url));
}

await serve(workerData);
