import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import {
  BROKEN,
  DENIED,
  DROPPED,
  type EksServer,
  type Fault,
  GARBAGE,
  HANGING,
  THROTTLED,
} from '../support/eks/server.ts';
import { eventually } from '../support/eventually.ts';
import { type Call, call } from '../support/faults/call.ts';
import { inForm } from '../support/faults/form.ts';
import { startLoad } from '../support/faults/load.ts';
import { profileIn, wantsProfile } from '../support/faults/prediction-annotations.ts';
import { podReview, REAL_REVIEWS } from '../support/faults/real-reviews.ts';
import { type Replica, startEks, startReplica } from '../support/faults/replica.ts';
import { requireNoFailure, requireUnmoved } from '../support/faults/report.ts';
import { metricOf } from '../support/monitoring/exposition.ts';

interface Row {
  readonly what: string;
  readonly fault: Fault;
  /** Refreshes that meet the fault. */
  readonly refreshes: number;
  /** Calls that the SDK makes in one refresh: it repeats what may pass. */
  readonly callsPerRefresh: number;
  /** What the log says. */
  readonly reason: RegExp;
}

const REFRESHES = inForm({ short: 3, full: 10 });

const ROWS: readonly Row[] = [
  // Given up after 15 s.
  {
    what: 'hangs',
    fault: HANGING,
    refreshes: inForm({ short: 1, full: 10 }),
    callsPerRefresh: 3,
    reason: /took longer than 15000 ms/,
  },
  { what: 'answers 403', fault: DENIED, refreshes: REFRESHES, callsPerRefresh: 1, reason: /not authorized/ },
  { what: 'answers 429', fault: THROTTLED, refreshes: REFRESHES, callsPerRefresh: 3, reason: /Rate exceeded/ },
  { what: 'answers 500', fault: BROKEN, refreshes: REFRESHES, callsPerRefresh: 3, reason: /Internal error/ },
  { what: 'answers garbage', fault: GARBAGE, refreshes: REFRESHES, callsPerRefresh: 1, reason: /JSON/ },
  { what: 'drops the connection', fault: DROPPED, refreshes: REFRESHES, callsPerRefresh: 3, reason: /socket hang up/ },
];

const FAILED = 'fargate_admission_refreshes_total{result="failed"}';
const AGE = 'fargate_admission_profiles_age_seconds';

// They mostly wait.
describe('while EKS', { concurrency: 3 }, () => {
  for (const row of ROWS) {
    test(`${row.what}, reviews are answered from the last profiles, and all is well again by itself`, async (t) => {
      const { eks, env } = await startEks(t);
      const replica = await startReplica(t, { flags: ['--cluster-name=demo', '--refresh-interval=1s'], env });
      const { url, caPem } = replica;
      const load = startLoad(t, {
        url: `${url}/mutate/pods`,
        caPem,
        body: podReview({}),
        objection: wantsProfile('web'),
      });
      await load.reach(200);
      const before = load.report();
      const oldest = await meetFault(row, eks, replica.opsUrl);
      const during = await load.stop();
      await requireVisible(row, replica);
      await requireRecovery(eks, replica);
      requireNoFailure(t, 'before', before);
      requireNoFailure(t, `during ${row.refreshes} refreshes`, during);
      requireUnmoved({ before, during });
      t.diagnostic(`profiles up to ${oldest.toFixed(1)} s old`);
      assert.ok(oldest >= row.refreshes / 2);
    });
  }
});

describe('with EKS out of reach from the start', () => {
  test('the webhook is ready after the grace time, predicts nothing, and validates profiles', async (t) => {
    const { eks, env } = await startEks(t);
    await eks.stop();
    const startedAtMs = performance.now();
    const replica = await startReplica(t, { flags: ['--cluster-name=demo', '--ready-grace=3s'], env });
    assert.ok(performance.now() - startedAtMs >= 3_000);
    const { url, caPem, opsUrl } = replica;
    const load = startLoad(t, {
      url: `${url}/mutate/pods`,
      caPem,
      body: podReview({}),
      objection: wantsProfile('none'),
    });
    await load.reach(200);
    requireNoFailure(t, 'pods', await load.stop());
    assert.ok((await metricOf(opsUrl, 'fargate_admission_predictions_total{outcome="unknown"}')) >= 200);
    assert.equal(await metricOf(opsUrl, AGE), Number.POSITIVE_INFINITY);
    assert.ok(replica.logLines().some(({ msg }) => msg === 'ready without profiles: predictions are unknown'));
    await requireProfilesValidated(replica);
  });
});

/** Returns once the last of the faults has been met. @returns how old the profiles were seen to be, in seconds. */
async function meetFault({ fault, refreshes, callsPerRefresh }: Row, eks: EksServer, opsUrl: string): Promise<number> {
  const faults = Array.from({ length: refreshes * callsPerRefresh }, () => fault);
  eks.takeCalls();
  eks.fail('List', ...faults);
  let [calls, oldest] = [0, 0];
  const allMet = async (): Promise<void> => {
    oldest = Math.max(oldest, await metricOf(opsUrl, AGE));
    calls += eks.takeCalls().length;
    assert.ok(calls >= faults.length);
  };
  await eventually(allMet, { timeoutMs: refreshes * 30_000 });
  return oldest;
}

/** In metrics and log. */
async function requireVisible({ refreshes, reason }: Row, { opsUrl, logLines }: Replica): Promise<void> {
  // The last of them may still be under way.
  const allCounted = async () => assert.ok((await metricOf(opsUrl, FAILED)) >= refreshes);
  await eventually(allCounted, { timeoutMs: 30_000 });
  const reasons = logLines()
    .filter(({ msg }) => msg === 'profiles not loaded')
    .map((line) => String(line['reason']));
  assert.ok(reasons.length >= refreshes);
  for (const logged of reasons) assert.match(logged, reason);
}

/** A profile that EKS has got meanwhile is known, and sorts before the others. */
async function requireRecovery(eks: EksServer, { url, caPem }: Replica): Promise<void> {
  eks.put({ fargateProfileName: 'early', clusterName: 'demo', status: 'ACTIVE', selectors: [{ namespace: 'shop' }] });
  const isKnown = async () => {
    const { body } = await call({ url: `${url}/mutate/pods`, caPem, body: podReview({}) });
    assert.equal(profileIn(body), 'early');
  };
  await eventually(isKnown, { timeoutMs: 30_000 });
}

async function requireProfilesValidated({ url, caPem }: Replica): Promise<void> {
  for (const { name, path, document, body } of REAL_REVIEWS) {
    if (!name.startsWith('profile-')) continue;
    const broken = JSON.stringify(document).replaceAll(/"namespace":"(checkout|other)"/g, '"namespace":"Not A Name"');
    assert.equal(await isAllowed({ url: `${url}${path}`, caPem, body }), true, name);
    assert.equal(await isAllowed({ url: `${url}${path}`, caPem, body: broken }), false, name);
  }
}

async function isAllowed(review: Call): Promise<boolean> {
  const { body } = await call(review);
  return new Field(JSON.parse(body)).get('response').get('allowed').boolean();
}
