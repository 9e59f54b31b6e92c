import assert from 'node:assert/strict';
import { eventually } from '../eventually.ts';
import { metricOf } from '../monitoring/exposition.ts';
import { findFreePort, retryLostPortRace } from './free-ports.ts';
import { MAIN } from './main-process.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

export interface PoliciesProcess extends ServerProcess {
  /** The value of one series, written as in the text format. */
  metric(series: string): Promise<number>;
  /** Waits for a successful update that has begun since. */
  updateAgain(): Promise<void>;
}

/** `policies --every` with these flags, and the least period that it takes. @returns once the policies are in effect. */
export async function startPoliciesProcess(
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<PoliciesProcess> {
  return retryLostPortRace(async () => {
    const opsPort = await findFreePort();
    const args = [MAIN, 'policies', '--every=10s', ...flags, `--ops-port=${opsPort}`];
    const started = await startServerProcess({ name: 'policies', args, opsPort, env });
    const metric = (series: string): Promise<number> => metricOf(started.opsUrl, series);

    async function updateAgain(): Promise<void> {
      const series = 'fargate_admission_policy_updates_total{result="succeeded"}';
      const done = await metric(series);
      // The next to end may have begun before.
      await eventually(async () => assert.ok((await metric(series)) >= done + 2));
    }

    return { ...started, metric, updateAgain };
  });
}
