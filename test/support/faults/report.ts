import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { LoadReport } from './load.ts';

/** Prints the figures of a load, and requires that no call has failed. */
export function requireNoFailure(t: TestContext, what: string, report: LoadReport): void {
  printReport(t, what, report);
  assert.deepEqual(report.failures.slice(0, 5), []);
  assert.ok(report.calls > 0);
}

export function printReport(t: TestContext, what: string, { calls, failures, latenciesMs }: LoadReport): void {
  const at = (share: number) => `${latencyAt(latenciesMs, share).toFixed(1)} ms`;
  t.diagnostic(
    `${what}: ${calls} calls, ${failures.length} failed; median ${at(0.5)}, 99 % ${at(0.99)}, slowest ${at(1)}`,
  );
}

export interface Reports {
  readonly before: LoadReport;
  readonly during: LoadReport;
}

/** On a machine that does other things too, only a median that is far off says that reviews have waited for something. */
const FACTOR = 10;
const SLACK_MS = 25;

/** Reviews wait for nothing that goes on beside them. */
export function requireUnmoved({ before, during }: Reports): void {
  const [calm, loaded] = [latencyAt(before.latenciesMs, 0.5), latencyAt(during.latenciesMs, 0.5)];
  assert.ok(loaded <= calm * FACTOR + SLACK_MS, `the median went from ${calm} to ${loaded} ms`);
}

function latencyAt(sortedMs: readonly number[], share: number): number {
  return sortedMs[Math.min(sortedMs.length - 1, Math.floor(sortedMs.length * share))] ?? Number.NaN;
}
