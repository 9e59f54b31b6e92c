import assert from 'node:assert/strict';
import { eventually } from '../eventually.ts';
import { metricOf } from '../monitoring/exposition.ts';
import { findFreePort, retryLostPortRace } from './free-ports.ts';
import { MAIN } from './main-process.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

export interface AuditProcess extends ServerProcess {
  /** HTTP, where the page is. */
  readonly pageUrl: string;
  metrics(): Promise<string>;
  /** The value of one series, written as in the text format. */
  metric(series: string): Promise<number>;
  /** Waits for an audit that has begun since. */
  auditAgain(): Promise<void>;
}

/** `audit --every` with these flags, and the least period that it takes. @returns once it has audited the cluster. */
export async function startAuditProcess(
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<AuditProcess> {
  return retryLostPortRace(async () => {
    const [opsPort, reportPort] = [await findFreePort(), await findFreePort()];
    const ports = [`--ops-port=${opsPort}`, `--report-port=${reportPort}`];
    const args = [MAIN, 'audit', '--every=10s', ...flags, ...ports];
    const started = await startServerProcess({ name: 'audit', args, opsPort, env });
    return { pageUrl: `http://127.0.0.1:${reportPort}/`, ...started, ...observationOf(started) };
  });
}

function observationOf({ opsUrl }: ServerProcess): Pick<AuditProcess, 'metrics' | 'metric' | 'auditAgain'> {
  const metrics = async (): Promise<string> => (await fetch(`${opsUrl}/metrics`)).text();

  const metric = (series: string): Promise<number> => metricOf(opsUrl, series);

  async function auditAgain(): Promise<void> {
    const series = 'fargate_admission_audits_total{result="succeeded"}';
    const done = await metric(series);
    // The next to end may have begun before.
    await eventually(async () => assert.ok((await metric(series)) >= done + 2));
  }

  return { metrics, metric, auditAgain };
}
