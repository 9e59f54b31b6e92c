import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import { Agent, request } from 'node:https';
import { type TestContext, test } from 'node:test';
import { profileFile } from './support/profile-files.ts';
import { podReview, startedWebhook } from './support/running-webhook.ts';

const REVIEWS = 50;

/** On a busy machine a connection may break or the test runner may report meanwhile, which adds work to a round and never takes some away. */
const ROUNDS = 5;

/**
 * How many promises and immediates are made at least while the whole webhook answers {@link REVIEWS} reviews, one after the
 * other over one connection, for a client that makes neither.
 */
async function leastWork(t: TestContext) {
  const { webhook, caPem, log } = await startedWebhook(t, { profiles: await profileFile(t) });
  const send = clientOf(t, webhook.port, caPem);
  await inTurn(send, REVIEWS);
  const rounds: Work[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await workOf(send));
  return {
    promises: Math.min(...rounds.map(({ promises }) => promises)),
    immediates: Math.min(...rounds.map(({ immediates }) => immediates)),
    log,
  };
}

interface Work {
  readonly promises: number;
  readonly immediates: number;
}

async function workOf(send: Send): Promise<Work> {
  const made = new Map<string, number>();
  const hook = createHook({ init: (_id, type) => made.set(type, (made.get(type) ?? 0) + 1) });
  const done = inTurn(send, REVIEWS);
  hook.enable();
  await done.finally(() => hook.disable());
  return { promises: made.get('PROMISE') ?? 0, immediates: made.get('Immediate') ?? 0 };
}

type Send = (then: (error: Error | undefined) => void) => void;

function clientOf(t: TestContext, port: number, ca: string): Send {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const body = JSON.stringify(podReview('shop'));
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return (then) => {
    request({ host: 'localhost', port, ca, agent, path: '/mutate/pods', method: 'POST', headers }, (response) => {
      const error = response.statusCode === 200 ? undefined : new Error(`status ${response.statusCode}`);
      response.resume().on('end', () => then(error));
    })
      .on('error', then)
      .end(body);
  };
}

/** Each after the answer to the last. */
function inTurn(send: Send, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (left: number): void => {
      if (left === 0) resolve();
      else send((error) => (error === undefined ? next(left - 1) : reject(error)));
    };
    next(count);
  });
}

/** Of the test itself, whatever the number of reviews: those of waiting for them. */
const FEW = 4;

// Each promise on this path cost a review about a tenth of its time when there were some.
test('a review makes no promise, and waits for the end of one turn', async (t) => {
  const { promises, immediates, log } = await leastWork(t);
  assert.equal(log.filter(({ msg }) => msg === 'review').length, (ROUNDS + 1) * REVIEWS);
  assert.ok(promises <= FEW, `${promises} promises for ${REVIEWS} reviews`);
  assert.equal(immediates, REVIEWS);
});
