import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Pair } from '../../src/tls/certificate.ts';
import { eventually } from '../support/eventually.ts';
import { type LoadOptions, startLoad } from '../support/faults/load.ts';
import { wantsProfile } from '../support/faults/prediction-annotations.ts';
import { podReview } from '../support/faults/real-reviews.ts';
import { type Replica, startReplica } from '../support/faults/replica.ts';
import { requireNoFailure } from '../support/faults/report.ts';
import { serialOf, servedSerial } from '../support/faults/served.ts';
import { metricOf } from '../support/monitoring/exposition.ts';
import { profileFile } from '../support/profile-files.ts';
import { localPair } from '../support/tls/certificates.ts';
import { mountedSecret } from '../support/tls/mounted-secret.ts';

const SWAPS = 10;

const FAILED = 'fargate_admission_certificate_reloads_total{result="failed"}';

describe('a mounted certificate', () => {
  test('is swapped ten times under load, with broken ones in between, and no call fails', async (t) => {
    const [first, ...others] = await Promise.all(Array.from({ length: SWAPS + 1 }, () => localPair()));
    assert.ok(first !== undefined);
    const caPem = [first, ...others].map((pair) => pair.caPem).join('');
    const secret = await mountedSecret(t, first);
    const replica = await startReplica(t, {
      flags: [`--profiles=${await profileFile(t)}`],
      pair: { ...secret, caPem },
    });
    const call: LoadOptions = {
      url: `${replica.url}/mutate/pods`,
      caPem,
      body: podReview({}),
      objection: wantsProfile('web'),
    };
    const onOpenConnections = startLoad(t, call);
    const onNewConnections = startLoad(t, { ...call, reconnects: true });

    let last: Pair = first;
    for (const [index, pair] of others.entries()) {
      if (index % 3 === 1) await swapInBroken(secret.swap, replica, { last, next: pair });
      await secret.swap(pair);
      await eventually(() => requireServed(replica, pair));
      last = pair;
    }
    requireNoFailure(t, `${SWAPS} swaps, calls on open connections`, await onOpenConnections.stop());
    requireNoFailure(t, `${SWAPS} swaps, calls each on a new connection`, await onNewConnections.stop());
  });
});

interface Neighbours {
  readonly last: Pair;
  readonly next: Pair;
}

/** The key of one certificate with another, and then what is no certificate: the last one is served on. */
async function swapInBroken(
  swap: (pair: Pair) => Promise<void>,
  replica: Replica,
  { last, next }: Neighbours,
): Promise<void> {
  const { opsUrl, port, logLines } = replica;
  for (const certificatePem of [next.certificatePem, 'no certificate']) {
    const failedBefore = await metricOf(opsUrl, FAILED);
    await swap({ certificatePem, keyPem: last.keyPem });
    await eventually(async () => assert.ok((await metricOf(opsUrl, FAILED)) > failedBefore));
    assert.equal(await servedSerial(port), serialOf(last.certificatePem));
  }
  const failures = logLines().filter(({ msg }) => msg === 'certificate not loaded, the last one stays');
  assert.match(String(failures.at(-2)?.['reason']), /is not the key of/);
  assert.match(String(failures.at(-1)?.['reason']), /holds no certificate/);
}

async function requireServed({ port }: Replica, { certificatePem }: Pair): Promise<void> {
  assert.equal(await servedSerial(port), serialOf(certificatePem));
}
