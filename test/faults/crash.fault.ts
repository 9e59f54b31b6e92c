import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { startLoad } from '../support/faults/load.ts';
import { wantsProfile } from '../support/faults/prediction-annotations.ts';
import { openConnection, rawPost } from '../support/faults/raw-connection.ts';
import { podReview } from '../support/faults/real-reviews.ts';
import type { Replica } from '../support/faults/replica.ts';
import { requireNoFailure } from '../support/faults/report.ts';
import { startService } from '../support/faults/service.ts';
import { metricOf } from '../support/monitoring/exposition.ts';

const FAULTY = new URL('../support/faults/fault-on-signal.ts', import.meta.url);

const BYTES = rawPost({ body: podReview({}) });

describe('uncaught faults, in one of two replicas under load,', () => {
  test('cost no call: the process answers what is under way and what still comes, and ends as failed', async (t) => {
    const { balancer, caPem, replicas } = await startService(t, { preloads: [FAULTY] });
    const [faulty] = replicas;
    const url = `https://127.0.0.1:${balancer.port}/mutate/pods`;
    const load = startLoad(t, { url, caPem, body: podReview({}), objection: wantsProfile('web') });
    const underWay = await openConnection(faulty);
    underWay.socket.write(BYTES.slice(0, -1));
    await load.reach(100);

    faulty.signal('SIGUSR2');
    await eventually(() => requireCounted(faulty, 'uncaughtException'));
    faulty.signal('SIGUSR2');
    await eventually(() => requireCounted(faulty, 'unhandledRejection'));
    underWay.socket.write(BYTES.slice(-1));
    assert.equal(await faulty.ended, 1);
    requireNoFailure(t, 'calls', await load.stop());
    assert.deepEqual(underWay.statuses(), [200]);
    assert.deepEqual(faultsTold(faulty), ['injected fault 1', 'injected fault 2']);
  });
});

async function requireCounted({ opsUrl }: Replica, origin: string): Promise<void> {
  assert.equal(await metricOf(opsUrl, `fargate_admission_faults_total{origin="${origin}"}`), 1);
}

function faultsTold({ logLines }: Replica): readonly unknown[] {
  const lines = logLines().filter(({ level }) => level === 'fatal');
  return lines.map(({ err }) => (typeof err === 'object' && err !== null ? Reflect.get(err, 'message') : undefined));
}
