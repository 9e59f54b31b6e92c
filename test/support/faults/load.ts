import { Agent } from 'node:https';
import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { until } from '../eventually.ts';
import { type Answer, call } from './call.ts';

export interface LoadOptions {
  readonly url: string;
  readonly caPem: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is wrong with an answer; undefined where it is as it should be. */
  readonly objection: (answer: Answer) => string | undefined;
  /** Whether each call opens a connection of its own. */
  readonly reconnects?: boolean;
  /** Each makes one call after the other; 4 by default. */
  readonly connections?: number;
  /** Between an answer and the next call on the same connection; 10 by default. */
  readonly pauseMs?: number;
}

export interface LoadReport {
  readonly calls: number;
  /** What went wrong with each call that failed. */
  readonly failures: readonly string[];
  /** Of each call, from the shortest. */
  readonly latenciesMs: readonly number[];
}

/** Calls that go on until they are stopped. */
export interface Load {
  /** Resolves once so many calls have been made since the last report. */
  reach(calls: number): Promise<void>;
  /** On what has been called since the last report. */
  report(): LoadReport;
  /** The last report, once every call has been answered. */
  stop(): Promise<LoadReport>;
}

export function startLoad(t: TestContext, options: LoadOptions): Load {
  const { connections = 4, pauseMs = 10, reconnects = false } = options;
  const agent = new Agent({ keepAlive: !reconnects, maxSockets: connections, ca: options.caPem });
  const tally = createTally();
  let isStopped = false;

  async function callUntilStopped(): Promise<void> {
    while (!isStopped) {
      const startedAtMs = performance.now();
      const failure = await failureOf(options, agent);
      tally.add(performance.now() - startedAtMs, failure);
      await setTimeout(pauseMs);
    }
  }

  const callers = Array.from({ length: connections }, callUntilStopped);

  async function stop(): Promise<LoadReport> {
    isStopped = true;
    await Promise.all(callers);
    agent.destroy();
    return tally.take();
  }

  // Where the test fails before.
  t.after(stop);
  const reach = (calls: number) => until(`${calls} calls are made`, () => tally.calls() >= calls);
  return { reach, report: tally.take, stop };
}

function createTally() {
  let failures: string[] = [];
  let latenciesMs: number[] = [];
  return {
    calls: () => latenciesMs.length,
    add: (latencyMs: number, failure: string | undefined): void => {
      latenciesMs.push(latencyMs);
      if (failure !== undefined) failures.push(failure);
    },
    /** All since the last time. */
    take: (): LoadReport => {
      const made = { calls: latenciesMs.length, failures, latenciesMs: latenciesMs.toSorted((a, b) => a - b) };
      [failures, latenciesMs] = [[], []];
      return made;
    },
  };
}

async function failureOf(options: LoadOptions, agent: Agent): Promise<string | undefined> {
  const { url, body, headers = {}, objection } = options;
  try {
    return objection(await call({ url, agent, body, headers }));
  } catch (error) {
    return String(error);
  }
}
