import { compilePattern } from '../../src/fargate/pattern.ts';
import { predict } from '../../src/fargate/prediction.ts';
import type { FargateProfile } from '../../src/fargate/profile.ts';
import { compileProfiles, type ProfileSet } from '../../src/fargate/profile-set.ts';
import { createEksApi } from '../../src/profiles/eks-api.ts';
import { createEksSource } from '../../src/profiles/eks-source.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { setAwsEnvironment } from '../support/eks/aws-environment.ts';
import { EksServer } from '../support/eks/server.ts';
import { pod } from '../support/pods.ts';
import { profile } from '../support/profiles.ts';
import { oneNamespace, POD_LABELS } from './profiles.ts';
import { spreadOf } from './statistics.ts';
import { spreadText, tableText } from './table.ts';

/** Figures of single parts in this process: median, and least to most, of nine batches. */
export async function measureCore(): Promise<string> {
  const rows = [...predictionRows(), ...patternRows(), slowLabelsRow(), await refreshRow(10), await refreshRow(100)];
  return tableText(['part', 'time'], rows);
}

const BATCHES = Array.from({ length: 9 }, (_, index) => index);

function predictionRows(): readonly (readonly string[])[] {
  const shopPod = pod({ namespace: 'shop', metadata: { labels: POD_LABELS } });
  return [10, 100].map((count) => {
    const profiles = compiledProfiles(count);
    return [`prediction, ${count} × 5 × 5`, microseconds(() => predict(shopPod, profiles))];
  });
}

function compiledProfiles(count: number): ProfileSet {
  return compileProfiles(
    oneNamespace(count).map(({ fargateProfileName: name, selectors }) =>
      profile({ name, selectors: selectors.map(({ namespace, labels }) => ({ namespace, labels })) }),
    ),
  );
}

/** Against a text of the greatest length that Kubernetes allows; the last two are made to be slow. */
function patternRows(): readonly (readonly string[])[] {
  const text = 'a'.repeat(63);
  const backtracking = `${'*a'.repeat(30)}*b*`;
  const patterns = ['team-a', 'team-*', 'a*a', backtracking, `*${'a'.repeat(31)}b*`];
  return patterns.map((source) => {
    const pattern = compilePattern(source);
    const shown = source.length > 12 ? `${source.slice(0, 6)}…${source.slice(-2)}` : source;
    return [`pattern \`${shown}\``, microseconds(() => pattern.matches(text))];
  });
}

/** A pod with as many long labels as are compared, and selectors whose wildcard keys are made to be slow with them. */
function slowLabelsRow(): readonly string[] {
  const ordinary = pod({ namespace: 'shop', metadata: { labels: POD_LABELS } });
  const profiles = compileProfiles(Array.from({ length: 10 }, (_, index) => slowProfile(index)));
  const times = [0, ...BATCHES].map(() => {
    // Another object each time: what was found about the last one is remembered.
    const labels = Object.fromEntries(Array.from({ length: 110 }, (_, index) => [`${index}-${'a'.repeat(300)}`, 'a']));
    const slow = pod({ namespace: 'shop', metadata: { labels } });
    const slowMs = elapsedMs(() => predict(slow, profiles));
    return { slowMs, ordinaryMs: elapsedMs(() => predict({ ...ordinary, labels: { ...ordinary.labels } }, profiles)) };
  });
  const [slowMs, ordinaryMs] = [times.map((time) => time.slowMs), times.map((time) => time.ordinaryMs)];
  const ratio = spreadOf(slowMs.slice(1)).median / spreadOf(ordinaryMs.slice(1)).median;
  return [
    '110 labels of 300 characters, 10 × 5 × 5 slow wildcard keys',
    `${spreadText(spreadOf(slowMs.slice(1)))} ms, ${ratio.toFixed(0)} × a pod with ordinary labels`,
  ];
}

function slowProfile(index: number): FargateProfile {
  const selectors = Array.from({ length: 5 }, (_, selector) => ({
    namespace: 'shop',
    labels: Object.fromEntries(
      Array.from({ length: 5 }, (_, pair) => [`*${'a'.repeat(50)}${pair}-${selector}-${index}*`, '*']),
    ),
  }));
  return profile({ name: `slow-${index}`, selectors });
}

function elapsedMs(act: () => unknown): number {
  const startedAtMs = performance.now();
  act();
  return performance.now() - startedAtMs;
}

const CALLS_A_BATCH = 20_000;

function microseconds(act: () => unknown): string {
  const times = [0, ...BATCHES].map(() => {
    const startedAtMs = performance.now();
    for (let call = 0; call < CALLS_A_BATCH; call += 1) act();
    return ((performance.now() - startedAtMs) * 1_000) / CALLS_A_BATCH;
  });
  // In the first one the code was not compiled yet.
  return `${spreadText(spreadOf(times.slice(1)))} µs`;
}

/** Every profile is described again, by the AWS SDK over HTTP from a server in this process. */
async function refreshRow(count: number): Promise<readonly string[]> {
  const server = await EksServer.start();
  setAwsEnvironment({ AWS_ENDPOINT_URL_EKS: server.url });
  server.put(...oneNamespace(count));
  const api = createEksApi({ clusterName: 'demo', clock: systemClock, callTimeoutMs: 30_000, proxyEnvironment: {} });
  const onDescribeFailed = ({ error }: { readonly error: unknown }): never => {
    throw error;
  };
  const source = createEksSource({ api, clock: systemClock, describeIntervalMs: 60_000, onDescribeFailed });
  const times: number[] = [];
  for (const _ of [0, ...BATCHES]) {
    const startedAtMs = performance.now();
    compileProfiles(await source.load({ signal: new AbortController().signal, describeAll: true }));
    times.push(performance.now() - startedAtMs);
  }
  server.stop();
  return [`refresh of ${count} profiles`, `${spreadText(spreadOf(times.slice(1)), 0)} ms`];
}
