import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { eventually } from '../support/eventually.ts';
import { inForm } from '../support/faults/form.ts';
import { startLoad } from '../support/faults/load.ts';
import { wantsProfile } from '../support/faults/prediction-annotations.ts';
import { podReview } from '../support/faults/real-reviews.ts';
import { type Replica, startEks, startReplica } from '../support/faults/replica.ts';
import { requireNoFailure } from '../support/faults/report.ts';
import { serialOf, servedSerial } from '../support/faults/served.ts';
import { metricOf } from '../support/monitoring/exposition.ts';
import { localPair } from '../support/tls/certificates.ts';
import { mountedSecret } from '../support/tls/mounted-secret.ts';

const JUMPING = new URL('../support/faults/clock-on-signal.ts', import.meta.url);

const DAY_MS = 86_400_000;

const ROUNDS = inForm({ short: 2, full: 10 });

describe('under load, with profiles from EKS and a mounted certificate,', () => {
  test('a wall clock that jumps a day ahead and back stops neither refreshes nor new certificates', async (t) => {
    const { replica, load, swap, pair } = await startAll(t, [JUMPING]);
    const renewed = await localPair(Date.now() + DAY_MS);

    replica.signal('SIGUSR2');
    await eventually(() => requireNotReady(replica, /certificate failed: expired at/));
    await requireRefreshes(replica);
    await swap(renewed);
    await eventually(() => requireReady(replica));
    assert.equal(await servedSerial(replica.port), serialOf(renewed.certificatePem));

    replica.signal('SIGUSR2');
    await eventually(() => requireNotReady(replica, /certificate failed: not valid before/));
    await requireRefreshes(replica);
    await swap(pair);
    await eventually(() => requireReady(replica));
    assert.equal(await servedSerial(replica.port), serialOf(pair.certificatePem));
    requireNoFailure(t, 'calls, a day ahead and back', await load.stop());
  });

  test('a process that gets no CPU for some seconds catches up', async (t) => {
    const { replica, load, swap } = await startAll(t);
    for (let round = 0; round < ROUNDS; round += 1) {
      const next = await localPair();
      replica.signal('SIGSTOP');
      await swap(next);
      await setTimeout(3_000);
      replica.signal('SIGCONT');
      await eventually(async () => assert.equal(await servedSerial(replica.port), serialOf(next.certificatePem)));
      await requireRefreshes(replica);
    }
    requireNoFailure(t, `calls, ${ROUNDS} halts of 3 s`, await load.stop());
  });

  test('a process that shares its CPU with many others goes on', async (t) => {
    const { replica, load, swap } = await startAll(t);
    const next = await localPair();
    const release = occupyCpu(t);
    await swap(next);
    await eventually(async () => assert.equal(await servedSerial(replica.port), serialOf(next.certificatePem)), {
      timeoutMs: 30_000,
    });
    for (let round = 0; round < ROUNDS; round += 1) await requireRefreshes(replica);
    release();
    requireNoFailure(t, `calls beside ${2 * availableParallelism()} busy processes`, await load.stop());
  });
});

/** The load's connections stay open throughout: they have nothing to do with later certificates. */
async function startAll(t: TestContext, preloads: readonly URL[] = []) {
  const pair = await localPair();
  const { swap, ...paths } = await mountedSecret(t, pair);
  const { env } = await startEks(t);
  const flags = ['--cluster-name=demo', '--refresh-interval=1s'];
  const replica = await startReplica(t, { flags, env, preloads, pair: { ...paths, caPem: pair.caPem } });
  const { url, caPem } = replica;
  const load = startLoad(t, { url: `${url}/mutate/pods`, caPem, body: podReview({}), objection: wantsProfile('web') });
  await load.reach(100);
  return { replica, load, swap, pair };
}

async function requireRefreshes({ opsUrl }: Replica): Promise<void> {
  const loaded = () => metricOf(opsUrl, 'fargate_admission_refreshes_total{result="loaded"}');
  const before = await loaded();
  await eventually(async () => assert.ok((await loaded()) >= before + 2), { timeoutMs: 30_000 });
  assert.equal(await metricOf(opsUrl, 'fargate_admission_refreshes_total{result="failed"}'), 0);
}

async function requireNotReady({ opsUrl }: Replica, reason: RegExp): Promise<void> {
  const response = await fetch(`${opsUrl}/readyz`);
  assert.equal(response.status, 503);
  assert.match(await response.text(), reason);
}

async function requireReady({ opsUrl }: Replica): Promise<void> {
  const response = await fetch(`${opsUrl}/readyz`);
  assert.equal(response.status, 200, await response.text());
}

/** Two processes for each processor that do nothing but count. @returns what ends them. */
function occupyCpu(t: TestContext): () => void {
  const busy = Array.from({ length: 2 * availableParallelism() }, () =>
    spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore' }),
  );
  const release = (): void => {
    for (const child of busy) child.kill('SIGKILL');
  };
  t.after(release);
  return release;
}
