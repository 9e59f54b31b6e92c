import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { setTimeout } from 'node:timers/promises';

const options: {
  readonly url: string;
  readonly seconds: number;
  readonly pauseMs: number;
  readonly closesConnections: boolean;
  readonly file: string;
  readonly connections: number;
  readonly headers: Readonly<Record<string, string>>;
} = JSON.parse(process.argv[2] ?? '{}');

const body = readFileSync(options.file);
const keepAlive = !options.closesConnections;
const agent = new Agent({
  keepAlive,
  maxSockets: options.connections,
  rejectUnauthorized: false,
  maxCachedSessions: 0,
});
const headers = { 'content-type': 'application/json', 'content-length': body.length, ...options.headers };
const latenciesMs: number[] = [];
let failed = 0;

const startedAtMs = performance.now();
const endsAtMs = startedAtMs + options.seconds * 1_000;
await Promise.all(Array.from({ length: options.connections }, callUntilTheEnd));
agent.destroy();

latenciesMs.sort((a, b) => a - b);
const result = {
  calls: latenciesMs.length,
  failed,
  seconds: (performance.now() - startedAtMs) / 1_000,
  p50Ms: percentile(0.5),
  p99Ms: percentile(0.99),
  p999Ms: percentile(0.999),
};
process.stdout.write(`${JSON.stringify(result)}\n`);

async function callUntilTheEnd(): Promise<void> {
  while (performance.now() < endsAtMs) {
    const calledAtMs = performance.now();
    await callOnce();
    latenciesMs.push(performance.now() - calledAtMs);
    if (options.pauseMs > 0) await setTimeout(Math.random() * 2 * options.pauseMs);
  }
}

function callOnce(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const call = request(options.url, { method: 'POST', agent, headers }, (response) => {
    if (response.statusCode !== 200 && response.statusCode !== 201) failed += 1;
    response.resume();
    response.on('end', resolve);
  });
  call.on('error', () => {
    failed += 1;
    resolve();
  });
  call.end(body);
  return promise;
}

function percentile(share: number): number {
  return latenciesMs[Math.floor(latenciesMs.length * share)] ?? 0;
}
