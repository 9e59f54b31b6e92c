import assert from 'node:assert/strict';
import { before, describe, type TestContext, test } from 'node:test';
import { findAssets, skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { failOpenCount, installWebhooks, podCreation, wantsForecast } from '../support/faults/cluster.ts';
import { type Load, startLoad } from '../support/faults/load.ts';
import { wantsProfile } from '../support/faults/prediction-annotations.ts';
import { podReview } from '../support/faults/real-reviews.ts';
import type { Replica } from '../support/faults/replica.ts';
import { requireNoFailure } from '../support/faults/report.ts';
import { type Service, startService } from '../support/faults/service.ts';

const RESTARTS = 5;

describe('two replicas, restarted one after the other under load', { skip: skipIfDoneBelow() }, () => {
  test('answer every call', async (t) => {
    const service = await startService(t);
    const calls = startCalls(t, service);
    await restart(service);
    requireNoFailure(t, `${RESTARTS} restarts`, await calls.stop());
  });
});

describe('two replicas behind a real API server, restarted one after the other under load', {
  skip: skipWithoutControlPlane(),
}, () => {
  const controlPlane = useControlPlane();

  before(() => controlPlane().createNamespace('shop'));

  test('leave no pod without its prediction, and answer every call', async (t) => {
    const service = await startService(t);
    await installWebhooks(controlPlane(), { port: service.balancer.port, caPem: service.caPem });
    const failedOpenBefore = await failOpenCount(controlPlane());
    const pods = startLoad(t, { ...podCreation(controlPlane()), objection: wantsForecast });
    const calls = startCalls(t, service);
    await restart(service);
    requireNoFailure(t, `${RESTARTS} restarts, pods created`, await pods.stop());
    requireNoFailure(t, `${RESTARTS} restarts, calls beside the API server`, await calls.stop());
    assert.equal((await failOpenCount(controlPlane())) - failedOpenBefore, 0);
  });
});

/** With an API server it is done under more load. */
function skipIfDoneBelow(): string | false {
  return findAssets().kind === 'found' ? 'done behind a real API server' : false;
}

function startCalls(t: TestContext, { balancer, caPem }: Service): Load {
  const url = `https://127.0.0.1:${balancer.port}/mutate/pods`;
  return startLoad(t, { url, caPem, body: podReview({}), objection: wantsProfile('web') });
}

/** As a Deployment with maxSurge 1 and maxUnavailable 0 does it: one more is ready before the oldest is stopped. */
async function restart({ balancer, replicas, add }: Service): Promise<void> {
  const running: Replica[] = [...replicas];
  for (let restarts = 0; restarts < RESTARTS; restarts += 1) {
    running.push(await add());
    const oldest = running.shift();
    assert.ok(oldest !== undefined);
    oldest.signal('SIGTERM');
    assert.equal(await oldest.ended, 0);
    balancer.remove(oldest);
  }
}
