import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { readCertificates } from '../../src/tls/certificate.ts';
import { SelfSignedCertificate, type SelfSignedEvent } from '../../src/tls/self-signed.ts';
import { trustIn } from '../../src/tls/trust.ts';
import { until } from '../support/eventually.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { EMPTY_SECRET, SelfSignedCluster } from '../support/tls/self-signed-cluster.ts';

const DAY_MS = 86_400_000;
const INTERVAL_MS = 30_000;
const PROPAGATION_MS = 10_000;

/** Replicas of one cluster, and the time of all of them. */
class Replicas {
  readonly cluster = new SelfSignedCluster();
  readonly clock = new ManualClock();
  readonly events: SelfSignedEvent[] = [];
  #nowMs = Date.UTC(2026, 0, 1);
  #attempts = 0;

  add(t: TestContext): SelfSignedCertificate {
    const certificate = new SelfSignedCertificate({
      store: this.cluster,
      bundles: this.cluster,
      hosts: ['web.shop.svc'],
      clock: this.clock,
      nowMs: () => this.#nowMs,
      onEvent: (event) => this.events.push(event),
    });
    t.after(() => certificate.stop());
    return certificate;
  }

  /** Lets the next round of every replica begin and end: issuing takes more than a turn of the event loop. */
  async round(durationMs: number): Promise<void> {
    const waiting = this.clock.pending.length;
    this.#nowMs += durationMs;
    await this.clock.advance(durationMs);
    await until('every replica waits again', () => this.clock.pending.length === waiting);
  }

  passDays(days: number): void {
    this.#nowMs += days * DAY_MS;
  }

  isTrusted(certificate: SelfSignedCertificate): boolean {
    const question = { chainPem: certificate.current?.certificatePem ?? '', caBundlePem: this.cluster.caBundlePem };
    return trustIn({ ...question, nowMs: this.#nowMs }).kind === 'trusted';
  }

  /** The kinds of event since the last time. */
  takeEvents(): readonly string[] {
    const kinds = this.events.slice(this.#attempts).map(({ kind }) => kind);
    this.#attempts = this.events.length;
    return kinds;
  }
}

async function started(t: TestContext, count = 1) {
  const replicas = new Replicas();
  const certificates = Array.from({ length: count }, () => replicas.add(t));
  await Promise.all(certificates.map((certificate) => certificate.start()));
  replicas.takeEvents();
  const [one, other] = certificates;
  assert.ok(one !== undefined);
  return { replicas, cluster: replicas.cluster, one, other: other ?? one };
}

const serialOf = ({ current }: SelfSignedCertificate) => current?.serialNumber;

describe('a self-signed certificate', () => {
  test('is made, trusted and served at the first start', async (t) => {
    const replicas = new Replicas();
    const certificate = replicas.add(t);
    await certificate.start();
    assert.deepEqual(replicas.takeEvents(), ['issued', 'bundle-written', 'served']);
    assert.ok(replicas.isTrusted(certificate));
  });

  test('stays as it is while all is well, and nothing is written', async (t) => {
    const { replicas, cluster, one } = await started(t);
    const serial = serialOf(one);
    for (let index = 0; index < 3; index += 1) await replicas.round(INTERVAL_MS);
    assert.deepEqual([replicas.takeEvents(), cluster.secretWrites, serialOf(one)], [[], 1, serial]);
  });

  test('is one and the same for replicas that start at once', async (t) => {
    const { replicas, cluster, one, other } = await started(t, 2);
    assert.deepEqual([serialOf(one), cluster.secretWrites], [serialOf(other), 1]);
    assert.equal(readCertificates(cluster.caBundlePem).length, 1);
    assert.ok(replicas.isTrusted(one));
  });

  test('is renewed at two thirds of its life, at once, since its CA is known', async (t) => {
    const { replicas, cluster, one } = await started(t);
    const serial = serialOf(one);
    replicas.passDays(61);
    await replicas.round(INTERVAL_MS);
    assert.notEqual(serialOf(one), serial);
    assert.deepEqual([replicas.takeEvents(), cluster.writtenBundles.length], [['issued', 'served'], 1]);
  });

  test('of a new CA is served only once API servers have had time to learn of it', async (t) => {
    const { replicas, one } = await started(t);
    const serial = serialOf(one);
    replicas.cluster.secret = EMPTY_SECRET;
    await replicas.round(INTERVAL_MS);
    assert.deepEqual([replicas.takeEvents(), serialOf(one)], [['issued', 'bundle-written'], serial]);
    assert.ok(replicas.isTrusted(one), 'the old one is trusted still');
    await replicas.round(PROPAGATION_MS);
    assert.notEqual(serialOf(one), serial);
    assert.ok(replicas.isTrusted(one));
  });

  test('goes over to a new CA on every replica without a moment in which one is not trusted', async (t) => {
    const { replicas, cluster, one, other } = await started(t, 2);
    const before = serialOf(one);
    cluster.secret = EMPTY_SECRET;
    for (let index = 0; index < 8; index += 1) {
      await replicas.round(5_000);
      assert.ok(replicas.isTrusted(one) && replicas.isTrusted(other));
    }
    for (let index = 0; index < 2; index += 1) await replicas.round(INTERVAL_MS);
    assert.equal(serialOf(one), serialOf(other));
    assert.notEqual(serialOf(one), before);
  });

  test('is put back into a configuration that lost it', async (t) => {
    const { replicas, cluster, one } = await started(t);
    cluster.caBundlePem = '';
    await replicas.round(INTERVAL_MS);
    assert.deepEqual(replicas.takeEvents(), ['bundle-written']);
    assert.ok(replicas.isTrusted(one));
  });

  test('leaves a configuration alone that says the same in other words', async (t) => {
    const { replicas, cluster } = await started(t);
    cluster.caBundlePem = `# ours\n${cluster.caBundlePem}\n`;
    await replicas.round(INTERVAL_MS);
    assert.deepEqual(replicas.takeEvents(), []);
  });

  test('is served on while the cluster does not answer', async (t) => {
    const { replicas, cluster, one } = await started(t);
    const serial = serialOf(one);
    cluster.outage = new Error('connection refused');
    await replicas.round(INTERVAL_MS);
    assert.deepEqual([replicas.takeEvents(), serialOf(one)], [['failed'], serial]);
    cluster.outage = undefined;
    await replicas.round(INTERVAL_MS);
    assert.deepEqual(replicas.takeEvents(), []);
  });

  test('comes once the cluster answers that did not at the start', async (t) => {
    const replicas = new Replicas();
    const certificate = replicas.add(t);
    replicas.cluster.outage = new Error('connection refused');
    await certificate.start();
    assert.equal(certificate.current, undefined);
    replicas.cluster.outage = undefined;
    await replicas.round(2_000);
    assert.ok(replicas.isTrusted(certificate));
  });

  test('that has expired while the cluster was away gives way at once', async (t) => {
    const { replicas, cluster, one } = await started(t);
    cluster.outage = new Error('connection refused');
    replicas.passDays(400);
    await replicas.round(INTERVAL_MS);
    cluster.outage = undefined;
    replicas.takeEvents();
    await replicas.round(INTERVAL_MS);
    assert.deepEqual(replicas.takeEvents(), ['issued', 'bundle-written', 'served']);
    assert.ok(replicas.isTrusted(one));
  });

  test('recovers from a clock that was a day ahead', async (t) => {
    const { replicas, one } = await started(t);
    replicas.passDays(-1);
    await replicas.round(INTERVAL_MS);
    assert.ok((one.current?.notBeforeMs ?? Number.POSITIVE_INFINITY) < Date.UTC(2026, 0, 1) - 20 * 3_600_000);
    assert.ok(replicas.isTrusted(one));
  });

  test('leaves no timer behind', async (t) => {
    const { replicas, one } = await started(t);
    one.stop();
    assert.deepEqual(replicas.clock.pending, []);
  });
});
